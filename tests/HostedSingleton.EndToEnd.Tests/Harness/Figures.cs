using System.Globalization;

namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>What a test measured, over its rounds.</summary>
public sealed class Figures(string what, string unit = "ms")
{
    private readonly List<double> _values = [];

    /// <summary>The largest.</summary>
    public double Max => _values.Max();

    /// <summary>Takes the next one in.</summary>
    public void Add(double value) => _values.Add(value);

    /// <summary>Takes a span in, in µs, as ms.</summary>
    public void AddMicros(long value) => Add(value / 1000.0);

    /// <inheritdoc/>
    public override string ToString()
    {
        var sorted = _values.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{what}: {sorted.Length} times, median {At(0.5):F1}, 95 % {At(0.95):F1}, largest {sorted[^1]:F1} {unit}");

        double At(double part) => sorted[(int)Math.Min(sorted.Length - 1, part * sorted.Length)];
    }
}
