using HostedSingleton.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Redis;

internal sealed partial class CommandLane
{
    [LoggerMessage(EventIds.StoreCommandsRefused, LogLevel.Warning, "Redis refuses a command, which is sent again: {Reason}",
        EventName = nameof(EventIds.StoreCommandsRefused))]
    private partial void LogRefused(string reason);

    [LoggerMessage(EventIds.StoreCommandsUnanswered, LogLevel.Debug, "Redis leaves a command without an answer, and it is sent again: {Reason}",
        EventName = nameof(EventIds.StoreCommandsUnanswered))]
    private partial void LogUnanswered(string reason);

    [LoggerMessage(EventIds.StoreCommandsAnswered, LogLevel.Debug, "Redis answers commands again.",
        EventName = nameof(EventIds.StoreCommandsAnswered))]
    private partial void LogAnswered();
}
