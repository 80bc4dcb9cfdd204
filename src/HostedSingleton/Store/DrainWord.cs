namespace HostedSingleton.Store;

/// <summary>
/// The last word on whether a node drains. Whoever says another gives it a larger mark, so that words may come in any order, and more than once: the
/// largest counts.
/// </summary>
/// <param name="Mark">Positive while the node drains, negative when it no longer does, 0 when nobody has said anything; its magnitude tells which word is later.</param>
internal readonly record struct DrainWord(long Mark)
{
    public bool IsDraining => Mark > 0;

    public bool IsNewerThan(DrainWord other) => Math.Abs(Mark) > Math.Abs(other.Mark);

    /// <summary>The next word after one that is known.</summary>
    /// <param name="isDraining">What it says.</param>
    /// <param name="wallClock">The time of whoever says it, µs since 1970: between two who do not know of each other the later counts, as far as clocks agree.</param>
    public DrainWord Next(bool isDraining, long wallClock)
    {
        var mark = Math.Max(Math.Abs(Mark) + 1, wallClock);
        return new DrainWord(isDraining ? mark : -mark);
    }
}
