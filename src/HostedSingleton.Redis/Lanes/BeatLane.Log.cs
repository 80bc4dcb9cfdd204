using HostedSingleton.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Redis;

internal sealed partial class BeatLane
{
    [LoggerMessage(EventIds.StoreConnected, LogLevel.Debug, "Redis at {Target} answers on the connection for beats.",
        EventName = nameof(EventIds.StoreConnected))]
    private partial void LogConnected(string target);

    [LoggerMessage(EventIds.StoreConnectionLost, LogLevel.Debug, "The connection for beats is of no use and is opened anew until one is: {Reason}",
        EventName = nameof(EventIds.StoreConnectionLost))]
    private partial void LogLost(string reason);
}
