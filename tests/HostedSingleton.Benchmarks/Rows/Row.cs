namespace HostedSingleton.Benchmarks;

/// <summary>Something that can be measured alone.</summary>
/// <param name="name">What <c>--only</c> calls it.</param>
/// <param name="title">What it is, in a line.</param>
internal abstract class Row(string name, string title)
{
    /// <summary>What <c>--only</c> calls it.</summary>
    public string Name => name;

    /// <summary>What it is, in a line.</summary>
    public string Title => title;

    /// <summary>Measures it.</summary>
    public abstract Task<IReadOnlyList<Figure>> RunAsync(Bench bench);

    /// <summary>A figure of this row.</summary>
    protected Figure Figure(string what, string unit, IEnumerable<double> values) => new(name, what, unit, new Sample(values));

    /// <summary>A figure of this row that is one number.</summary>
    protected Figure Figure(string what, string unit, double value) => new(name, what, unit, Sample.Of(value));
}
