namespace HostedSingleton.TestKit;

/// <summary>One run of a service's body: from its <c>running</c> to its <c>stopped</c>, or to the death of its process.</summary>
/// <param name="Name">The global name.</param>
/// <param name="Worker">The process.</param>
/// <param name="Start">When it began, in µs.</param>
/// <param name="End">When it ended, in µs; null while it runs.</param>
/// <param name="FirstToken">The fencing token it began with.</param>
/// <param name="LastToken">The fencing token it was seen with last.</param>
/// <param name="LastTick">When it was last seen at work, in µs.</param>
/// <param name="TokenFell">Whether a token was followed by a smaller one.</param>
public sealed record Run(string Name, string Worker, long Start, long? End, long FirstToken, long LastToken, long LastTick, bool TokenFell = false)
{
    /// <summary>Whether it is still under way.</summary>
    public bool IsOpen => End is null;

    /// <summary>When it began, to tell it from others of its name and process.</summary>
    public (string Name, string Worker, long Start) Id => (Name, Worker, Start);

    /// <summary>Whether both ran at one time.</summary>
    public bool Overlaps(Run other) => Start < (other.End ?? long.MaxValue) && other.Start < (End ?? long.MaxValue);

    /// <summary>The run with what its process told since, a token or the end of it.</summary>
    public Run With(WorkerEvent e) => e.Kind switch
    {
        WorkerEventKind.Stopped or WorkerEventKind.Died => this with { End = e.At },
        _ when e.Token == 0 => this with { LastTick = e.At },
        _ => this with { LastTick = e.At, LastToken = e.Token, TokenFell = TokenFell || e.Token < LastToken },
    };
}
