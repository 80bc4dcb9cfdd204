using System.Collections.Immutable;

namespace HostedSingleton.Store;

/// <summary>The events of one command, or an answer to <see cref="SinceCommand"/>: in order and without a gap.</summary>
/// <param name="Generation">The generation their versions count in.</param>
/// <param name="Events">The events.</param>
internal sealed record EventBatch(long Generation, ImmutableArray<StoreEvent> Events);
