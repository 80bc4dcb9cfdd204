namespace HostedSingleton.Store;

/// <summary>A claim that a join presents: a name the node holds.</summary>
/// <param name="Name">The name.</param>
/// <param name="Number">The node's number of this registration.</param>
/// <param name="Token">Its newest token; <see cref="FencingToken.None"/> from an island.</param>
/// <param name="RegisteredAt">When it first got the name, µs since 1970.</param>
/// <param name="State">What it does with the name.</param>
/// <param name="Spec">What it says of itself.</param>
internal sealed record Hold(GlobalName Name, long Number, FencingToken Token, long RegisteredAt, HoldState State, ClaimSpec Spec);
