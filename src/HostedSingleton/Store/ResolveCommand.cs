using System.Collections.Immutable;

namespace HostedSingleton.Store;

/// <summary>
/// Commits decided clashes, each by compare-and-set on the other side's token. Answered by <see cref="VerdictsReply"/>: owned or lost where it was
/// committed (now or by an earlier copy), else the claim judged anew.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Session">Its session.</param>
/// <param name="Resolutions">The decided clashes.</param>
internal sealed record ResolveCommand(NodeId Node, long Session, ImmutableArray<Resolution> Resolutions) : NodeCommand(Node, Session);
