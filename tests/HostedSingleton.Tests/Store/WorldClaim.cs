using HostedSingleton.Registry;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Store;

/// <summary>What a node of a random world believes of one of its claims.</summary>
internal sealed class WorldClaim(GlobalName name, long number, ClaimMode mode, ClaimSpec spec)
{
    public GlobalName Name { get; } = name;

    public long Number { get; } = number;

    public ClaimMode Mode { get; } = mode;

    public ClaimSpec Spec { get; } = spec;

    public WorldPhase Phase { get; set; }

    public FencingToken Token { get; set; }

    public long RegisteredAt { get; set; }

    public long Ticket { get; set; }

    public (long Number, FencingToken Token) Former { get; init; }

    /// <summary>The other side of an undecided clash.</summary>
    public GlobalOwner? Theirs { get; set; }

    /// <summary>Whether it stopped for isolation, and so waits again when its body has ended.</summary>
    public bool Requeues { get; set; }

    public bool IsHeld => Phase is WorldPhase.Running or WorldPhase.Completed or WorldPhase.Ending;

    public Hold Hold() => new(Name, Number, Token, RegisteredAt, Phase switch
    {
        WorldPhase.Completed => HoldState.Completed,
        WorldPhase.Ending => HoldState.Ending,
        _ => HoldState.Running,
    }, Spec);

    public Wait Wait() => new(Name, Number, Spec) { Ticket = Ticket, FormerNumber = Former.Number, FormerToken = Former.Token, Once = Mode == ClaimMode.Once };
}
