namespace HostedSingleton.Testing;

/// <content>What a test asserts, and what it is told when that does not hold.</content>
public sealed partial class SingletonTestBed
{
    /// <summary>Asserts that no body has begun while another of its name ran, since the bed's start.</summary>
    /// <param name="exceptWhileCut">
    /// Whether to pass over what <see cref="WhenIsolated.KeepRunning"/>, the default, allows: a second one that begins while one of the two nodes is cut off.
    /// </param>
    /// <exception cref="TestBedException">One has.</exception>
    public void AssertNoOverlap(bool exceptWhileCut = false)
    {
        if (Book.Overlaps.Find(overlap => !(exceptWhileCut && overlap.WhileCut)) is not { } overlap)
        {
            return;
        }

        var advice = overlap.WhileCut
            ? " One of their nodes was cut off then. Under WhenIsolated.KeepRunning, the default, two run during a cut: choose WhenIsolated.Stop, or call AssertNoOverlap(exceptWhileCut: true)."
            : "";
        throw Failure($"{overlap.Second} began while {overlap.First} had not ended.{advice}");
    }

    private GlobalName NameOrOnly(GlobalName? name)
    {
        var names = _nodes.SelectMany(node => node.Names()).Concat(Book.Runs.Select(run => run.Name)).Distinct().ToList();
        return name ?? (names is [var only] ? only
            : throw new ArgumentException($"The services of the bed have {names.Count} names ({string.Join(", ", names)}). Say which one is meant.", nameof(name)));
    }

    private TestBedException Failure(string what, Exception? cause = null) =>
        new($"{what}\nThe nodes, {Elapsed:c} after the bed's start:\n{string.Join('\n', _nodes.Select(node => node.Describe()))}", cause);
}
