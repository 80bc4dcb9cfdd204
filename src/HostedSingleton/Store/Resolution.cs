namespace HostedSingleton.Store;

/// <summary>One decided clash, to be committed if the record still shows the registration it was decided against.</summary>
/// <param name="Mine">The deciding node's claim.</param>
/// <param name="Expected">The token of the other side when the resolver was asked.</param>
/// <param name="Decision">What it decided.</param>
/// <param name="Resolver">The resolver's name, for the record and the conflict.</param>
internal sealed record Resolution(Hold Mine, FencingToken Expected, Decision Decision, string Resolver);
