using HostedSingleton.Store;

namespace HostedSingleton.Redis;

/// <summary>A command on its way, and where its answer goes.</summary>
internal sealed record LaneRequest(StoreCommand Command, Action<StoreReply> OnReply);
