using System.Globalization;

namespace HostedSingleton.Benchmarks;

/// <summary>The figures as a table in Markdown, which a terminal shows as well.</summary>
internal static class Table
{
    /// <summary>Writes the table.</summary>
    public static string Of(IReadOnlyList<Figure> figures)
    {
        string[] head = ["row", "figure", "median", "p99", "n", "limit", "to reach", ""];
        var lines = figures.Select(Cells).Prepend(head).ToArray();
        var widths = Enumerable.Range(0, head.Length).Select(i => lines.Max(line => line[i].Length)).ToArray();
        var rule = $"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|";
        var rows = lines.Select(line => $"| {string.Join(" | ", line.Select((cell, i) => cell.PadRight(widths[i])))} |").ToList();
        rows.Insert(1, rule);
        return string.Join(Environment.NewLine, rows);
    }

    /// <summary>A number with as many digits as matter.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    private static string[] Cells(Figure figure) =>
    [
        figure.Row,
        figure.What,
        $"{Number(figure.Values.Median)} {figure.Unit}".TrimEnd(),
        figure.Values.Count < 2 ? "" : $"{Number(figure.Values.P99)} {figure.Unit}".TrimEnd(),
        figure.Values.Count < 2 ? "" : $"{figure.Values.Count}",
        figure.Limit,
        figure.Target,
        figure.Passes switch { true => "pass", false => "FAIL", _ => "" },
    ];
}
