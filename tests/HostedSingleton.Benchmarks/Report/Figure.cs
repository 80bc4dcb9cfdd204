namespace HostedSingleton.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="Row">The row it belongs to, by which it can be measured alone.</param>
/// <param name="What">What was measured.</param>
/// <param name="Unit">Of all its numbers.</param>
/// <param name="Values">What was measured.</param>
internal sealed record Figure(string Row, string What, string Unit, Sample Values)
{
    /// <summary>The physical limit, measured in the same run, in words with its number; or what others reach.</summary>
    public string Limit { get; init; } = "";

    /// <summary>What it has to reach, in words.</summary>
    public string Target { get; init; } = "";

    /// <summary>Whether it does; null where nothing was demanded.</summary>
    public bool? Passes { get; init; }

    /// <summary>The picture that its values belong into; empty for none.</summary>
    public string Picture { get; init; } = "";

    /// <summary>Whether its values make a picture.</summary>
    public bool Draws => Picture.Length > 0;

    /// <summary>The same with a demand.</summary>
    public Figure Must(string target, bool passes) => this with { Target = target, Passes = passes };
}
