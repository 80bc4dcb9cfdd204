namespace HostedSingleton.Registry;

/// <summary>A user's resolver at work on one clash. In the agent's turn only.</summary>
/// <param name="claim">This node's claim.</param>
/// <param name="clash">What the resolver was asked.</param>
/// <param name="resolver">The resolver.</param>
/// <param name="abandon">Tells the resolver that its time is over. Runs users' callbacks.</param>
internal sealed class Deliberation(LocalClaim claim, GlobalNameClash clash, GlobalNameResolver resolver, Action abandon)
{
    public LocalClaim Claim { get; } = claim;

    public GlobalNameClash Clash { get; } = clash;

    public GlobalNameResolver Resolver { get; } = resolver;

    public Action Abandon { get; } = abandon;

    /// <summary>When it has taken too long; counted from when it began, so that a starved pool decides nothing.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.MaxValue;
}
