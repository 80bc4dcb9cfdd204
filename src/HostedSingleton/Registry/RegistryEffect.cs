using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>What the registry machine wants done.</summary>
internal abstract record RegistryEffect
{
    /// <summary>Send a command; its answer comes back with the claim it is about.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="Claim">The claim.</param>
    public sealed record Send(NodeCommand Command, LocalClaim Claim) : RegistryEffect;

    /// <summary>Send a command whose answer changes nothing here: what it brings about shows in the records.</summary>
    /// <param name="Command">The command.</param>
    public sealed record Ask(NodeCommand Command) : RegistryEffect;

    /// <summary>Have the store say who owns a name that is spread, and who waits for it.</summary>
    /// <param name="Name">The name.</param>
    public sealed record LookAt(GlobalName Name) : RegistryEffect;

    /// <summary>End the session, so that the store refuses what of it is still on its way.</summary>
    /// <param name="Session">The session.</param>
    public sealed record EndSession(long Session) : RegistryEffect;

    /// <summary>Send decided clashes together.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="Claims">The claims, in the command's order.</param>
    public sealed record SendDecisions(ResolveCommand Command, ImmutableArray<LocalClaim> Claims) : RegistryEffect;

    /// <summary>Ask the claim's resolver.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Theirs">The other side.</param>
    public sealed record Decide(LocalClaim Claim, GlobalOwner Theirs) : RegistryEffect;

    /// <summary>Tell the listener that the claim waits.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Owner">Who has the name.</param>
    public sealed record TellQueued(LocalClaim Claim, GlobalOwner? Owner) : RegistryEffect;

    /// <summary>Tell the listener that the name is taken.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Owner">Who has the name.</param>
    public sealed record TellTaken(LocalClaim Claim, GlobalOwner Owner) : RegistryEffect;

    /// <summary>Give the listener its registration.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Number">The number it has now; a claim that starts over has another later.</param>
    public sealed record TellOwned(LocalClaim Claim, long Number) : RegistryEffect;

    /// <summary>The registration has a newer token.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Token">The token.</param>
    public sealed record Renew(LocalClaim Claim, FencingToken Token) : RegistryEffect;

    /// <summary>Ask the listener to let the name go.</summary>
    /// <param name="Claim">The claim.</param>
    public sealed record TellHandOver(LocalClaim Claim) : RegistryEffect;

    /// <summary>Tell the listener that the name is lost.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Loss">Why.</param>
    public sealed record TellLost(LocalClaim Claim, Loss Loss) : RegistryEffect;

    /// <summary>Tell the listener to stop, because the node is isolated.</summary>
    /// <param name="Claim">The claim.</param>
    public sealed record TellIsolated(LocalClaim Claim) : RegistryEffect;

    /// <summary>The claim is over: the store has heard it, or need not.</summary>
    /// <param name="Claim">The claim.</param>
    public sealed record TellDone(LocalClaim Claim) : RegistryEffect;

    /// <summary>The node has given up waiting for a loser's body, so that the heir can start.</summary>
    /// <param name="Claim">The claim.</param>
    public sealed record GaveUp(LocalClaim Claim) : RegistryEffect;

    /// <summary>The store refuses a request; it is asked again.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Reason">What the store said.</param>
    public sealed record Trouble(LocalClaim Claim, string Reason) : RegistryEffect;
}
