using System.Globalization;

namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>What a test measured, over its rounds.</summary>
public sealed class Figures(string what, string unit = "ms")
{
    private readonly List<double> _values = [];

    /// <summary>The largest.</summary>
    public double Max => _values.Max();

    /// <summary>What such a part of them is not above.</summary>
    public double At(double part) => _values.Order().ElementAt((int)Math.Min(_values.Count - 1, part * _values.Count));

    /// <summary>Takes the next one in.</summary>
    public void Add(double value) => _values.Add(value);

    /// <summary>Takes a span in, in µs, as ms.</summary>
    public void AddMicros(long value) => Add(value / 1000.0);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{what}: {_values.Count} times, median {At(0.5):F1}, 95 % {At(0.95):F1}, 99 % {At(0.99):F1}, largest {Max:F1} {unit}");
}
