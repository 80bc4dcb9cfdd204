using HostedSingleton.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Messaging;

internal sealed partial class Messenger
{
    [LoggerMessage(EventIds.MessageDropped, LogLevel.Warning,
        "Node {Node} drops what came into its inbox: {Fault}, from {From}; {HeldBack} more of this kind since it was last said. Nothing is done with it. If it " +
        "goes on, find out who else publishes on the mesh's channels.",
        EventName = nameof(EventIds.MessageDropped))]
    private partial void LogDropped(NodeId node, EnvelopeFault fault, NodeId? from, long heldBack);

    [LoggerMessage(EventIds.MessageHandlerThrew, LogLevel.Error,
        "The handler of '{Name}' threw on a message of contract {Contract} from {From}.",
        EventName = nameof(EventIds.MessageHandlerThrew))]
    private partial void LogHandlerThrew(GlobalName name, string contract, NodeId from, Exception thrown);

    [LoggerMessage(EventIds.MessagesLost, LogLevel.Warning,
        "{Count} messages that '{Name}' had not handled are lost with its mailbox.",
        EventName = nameof(EventIds.MessagesLost))]
    private partial void LogLost(GlobalName name, int count);
}
