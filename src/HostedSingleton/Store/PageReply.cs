using System.Collections.Immutable;

namespace HostedSingleton.Store;

/// <summary>A page of the tables.</summary>
/// <param name="Version">The newest version when this page was read; the first page's is where the events must be followed from.</param>
/// <param name="Nodes">All nodes, on the first page only.</param>
/// <param name="Names">Some names.</param>
/// <param name="Next">The cursor of the next page, or 0 after the last.</param>
internal sealed record PageReply(long Version, ImmutableArray<NodeRecord> Nodes, ImmutableArray<NameRecord> Names, long Next) : StoreReply;
