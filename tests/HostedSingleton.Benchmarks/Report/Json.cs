using System.Text.Json;

namespace HostedSingleton.Benchmarks;

/// <summary>The figures for other programs.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Style = new() { WriteIndented = true };

    /// <summary>Writes machine, date and figures.</summary>
    public static string Of(Machine machine, IReadOnlyList<Figure> figures) => JsonSerializer.Serialize(
        new
        {
            machine,
            figures = figures.Select(figure => new
            {
                figure.Row, figure.What, figure.Unit, figure.Values.Count, figure.Values.Min, figure.Values.Median, figure.Values.P99, figure.Values.Max, figure.Limit, figure.Target, figure.Passes,
            }),
        },
        Style);
}
