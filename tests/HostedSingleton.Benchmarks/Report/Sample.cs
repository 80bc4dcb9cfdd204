namespace HostedSingleton.Benchmarks;

/// <summary>Values that were measured of one thing, sorted.</summary>
internal sealed class Sample
{
    private readonly double[] _sorted;

    /// <summary>Takes the values.</summary>
    public Sample(IEnumerable<double> values) => _sorted = [.. values.Order()];

    /// <summary>One value.</summary>
    public static Sample Of(double value) => new([value]);

    /// <summary>All of them, from the smallest.</summary>
    public IReadOnlyList<double> Sorted => _sorted;

    /// <summary>How many.</summary>
    public int Count => _sorted.Length;

    /// <summary>The smallest.</summary>
    public double Min => _sorted[0];

    /// <summary>The one in the middle.</summary>
    public double Median => At(0.5);

    /// <summary>99 % are not larger.</summary>
    public double P99 => At(0.99);

    /// <summary>The largest.</summary>
    public double Max => _sorted[^1];

    /// <summary>The value that a part of them does not exceed.</summary>
    public double At(double part) => _sorted[Math.Clamp((int)Math.Ceiling(part * _sorted.Length) - 1, 0, _sorted.Length - 1)];
}
