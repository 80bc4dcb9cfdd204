using HostedSingleton.Store;

namespace HostedSingleton.Redis.Tests;

/// <summary>What a simulated node believes of one of its registrations.</summary>
internal sealed class ModelClaim(GlobalName name, long number, ClaimSpec spec)
{
    public GlobalName Name { get; } = name;

    public long Number { get; } = number;

    public ClaimSpec Spec { get; } = spec;

    public bool Holds { get; set; }

    public HoldState State { get; set; }

    public FencingToken Token { get; set; }

    public long RegisteredAt { get; set; }

    public long Ticket { get; set; }

    public long FormerNumber { get; set; }

    public FencingToken FormerToken { get; set; }

    public bool Once { get; set; }

    /// <summary>The other owner of an undecided clash.</summary>
    public GlobalOwner? Theirs { get; set; }

    public Hold AsHold() => new(Name, Number, Token, RegisteredAt, State, Spec);

    public Wait AsWait() => new(Name, Number, Spec) { Ticket = Ticket, FormerNumber = FormerNumber, FormerToken = FormerToken, Once = Once };
}
