using HostedSingleton.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Locks;

internal sealed partial class LockListener
{
    [LoggerMessage(EventIds.LockGranted, LogLevel.Debug, "{Lock} is granted to {Holder} with token {Token}.", EventName = nameof(EventIds.LockGranted))]
    private partial void LogGranted(GlobalName @lock, RegistrationId holder, FencingToken token);

    [LoggerMessage(EventIds.LockIsolated, LogLevel.Warning,
        "{Lock} is lost to {Holder} (token {Token}): the node cannot reach the store, or leaves. Stop what runs under it and dispose of it; the next in line waits for that as long as this node's lease runs.",
        EventName = nameof(EventIds.LockIsolated))]
    private partial void LogIsolated(GlobalName @lock, RegistrationId holder, FencingToken token);
}
