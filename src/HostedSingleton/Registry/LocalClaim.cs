using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>All that a node knows of one of its claims.</summary>
internal sealed class LocalClaim(GlobalName name, ClaimMode mode, ClaimSpec spec, long number)
{
    public GlobalName Name { get; } = name;

    /// <summary>How it asks. What waits again after isolation waits, however it asked before.</summary>
    public ClaimMode Mode { get; set; } = mode;

    public ClaimSpec Spec { get; } = spec;

    /// <summary>Whether it wants the name from an owner of lower priority.</summary>
    public bool TakesBack { get; init; }

    /// <summary>Whether the nodes share this name among others.</summary>
    public bool Spreads { get; init; }

    /// <summary>Whether a body that the registry has started runs under it, until it is let go.</summary>
    public bool RunsBody { get; init; }

    /// <summary>How long a loser may take to stop under <see cref="WhenIsolated.KeepRunning"/>.</summary>
    public TimeSpan GracePeriod { get; init; }

    /// <summary>The number of the present registration; a claim that starts over takes a new one.</summary>
    public long Number { get; set; } = number;

    public ClaimPhase Phase { get; set; }

    public FencingToken Token { get; set; }

    /// <summary>When it first got the name, µs since 1970.</summary>
    public long RegisteredAt { get; set; }

    public long Ticket { get; set; }

    /// <summary>The registration that stopped for isolation, as long as this one waits to run again in its place.</summary>
    public (long Number, FencingToken Token) Former { get; set; }

    /// <summary>The command that was sent for it last and is not answered yet. The answer to an earlier one says nothing of where it stands now.</summary>
    public NodeCommand? Asked { get; set; }

    /// <summary>Whether a request for the name, or a decision, went unanswered in this session: a copy of it may reach the store at any later time.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>How many requests for the name, and decisions, are on their way in this session.</summary>
    public int OnTheWay { get; set; }

    /// <summary>When an unanswered request is sent again.</summary>
    public TimeSpan AskAgainAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>The version of the newest record it has been judged by: an older one that is heard later says nothing about it.</summary>
    public long JudgedAt { get; set; }

    /// <summary>Whether its listener knows that it waits.</summary>
    public bool WaitIsTold { get; set; }

    /// <summary>Whether its listener knows for whom.</summary>
    public bool OwnerIsTold { get; set; }

    /// <summary>Whether its listener knows that the name is to be handed over.</summary>
    public bool HandOverIsTold { get; set; }

    /// <summary>Whether its listener knows that the node is isolated and its body must stop for that.</summary>
    public bool IsolationIsTold { get; set; }

    /// <summary>When the node gives up waiting for a loser's body.</summary>
    public TimeSpan GiveUpAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>The session whose join left this claim out, so that the store has dropped it.</summary>
    public long LeftOutOf { get; set; }

    /// <summary>The other side of the clash that a resolver is deciding.</summary>
    public GlobalOwner? Theirs { get; set; }

    /// <summary>A decision that the store has not answered yet.</summary>
    public Resolution? Decided { get; set; }

    /// <summary>Whether the store may know of this registration: then it wants a goodbye.</summary>
    public bool IsKnown { get; set; }

    public bool IsRunning => Phase is ClaimPhase.Owned or ClaimPhase.Clashing;

    public bool IsHeld => Phase is ClaimPhase.Owned or ClaimPhase.Clashing or ClaimPhase.Completed;

    public Hold Hold() => new(Name, Number, Token, RegisteredAt, HoldStateOf(Phase), Spec);

    public Wait Wait() => new(Name, Number, Spec)
    {
        Ticket = Ticket, FormerNumber = Former.Number, FormerToken = Former.Token, Once = Mode == ClaimMode.Once,
    };

    private static HoldState HoldStateOf(ClaimPhase phase) => phase switch
    {
        ClaimPhase.Completed => HoldState.Completed,
        ClaimPhase.Ending => HoldState.Ending,
        _ => HoldState.Running,
    };
}
