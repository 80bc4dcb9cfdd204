using HostedSingleton.Diagnostics;
using HostedSingleton.Store;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Mesh;

internal sealed partial class NodeAgent
{
    private readonly HashSet<string> _troubles = new(StringComparer.Ordinal);

    private void LogAdmitted(MeshEffect.Admitted admitted)
    {
        _troubles.Clear();
        if (admitted.NewGeneration)
        {
            LogNewGeneration(_settings.Node, admitted.Reply.Generation, admitted.Reply.LongestLease);
        }

        foreach (var warning in admitted.Reply.Warnings)
        {
            LogStoreWarning(warning);
        }
    }

    private void LogEntered(MeshEffect.Enter enter)
    {
        switch (enter.State)
        {
            case MeshState.Joined when enter.Before == MeshState.Isolated:
                LogRejoined(_settings.Node, _settings.Mesh);
                break;
            case MeshState.Joined:
                LogJoined(_settings.Node, _settings.Mesh);
                break;
            case MeshState.Isolated:
                LogIsolated(_settings.Node, _settings.Lease, _settings.Margin);
                break;
            case MeshState.Disconnected:
                LogDisconnected(_settings.Node);
                break;
            case MeshState.Left:
                LogLeft(_settings.Node);
                break;
            default:
                break;
        }
    }

    /// <summary>Says each kind of trouble once until the node is in again: an outage is one line, not one for each attempt.</summary>
    private void LogTrouble(MeshEffect.Trouble trouble)
    {
        if (!_troubles.Add(trouble.Reason))
        {
            return;
        }

        if (trouble.Refused)
        {
            LogRefused(_settings.Node, trouble.Reason);
        }
        else
        {
            LogUnreachable(_settings.Node, trouble.Reason);
        }
    }

    private void LogMember(NodeRecord node)
    {
        if (node.Down is { } reason)
        {
            LogNodeDown(_settings.Node, node.Node, reason);
        }
        else
        {
            LogNodeUp(_settings.Node, node.Node);
        }
    }

    [LoggerMessage(EventIds.MeshStarting, LogLevel.Information, "Node {Node} of mesh {Mesh} starts with a lease of {Lease} and a beat of {Beat}.",
        EventName = nameof(EventIds.MeshStarting))]
    private partial void LogStarting(NodeId node, string mesh, TimeSpan lease, TimeSpan beat);

    [LoggerMessage(EventIds.MeshJoined, LogLevel.Information, "Node {Node} has joined mesh {Mesh}.",
        EventName = nameof(EventIds.MeshJoined))]
    private partial void LogJoined(object node, object mesh);

    [LoggerMessage(EventIds.MeshRejoined, LogLevel.Information, "Node {Node} is back in mesh {Mesh}.",
        EventName = nameof(EventIds.MeshRejoined))]
    private partial void LogRejoined(NodeId node, string mesh);

    [LoggerMessage(EventIds.MeshIsolated, LogLevel.Warning,
        "Node {Node} has not reached the store for its lease of {Lease} less the margin of {Margin}. Others may take over its names. Services with WhenIsolated=Stop stop now.",
        EventName = nameof(EventIds.MeshIsolated))]
    private partial void LogIsolated(NodeId node, TimeSpan lease, TimeSpan margin);

    [LoggerMessage(EventIds.MeshDisconnected, LogLevel.Information, "Node {Node} has cut itself off from its mesh.",
        EventName = nameof(EventIds.MeshDisconnected))]
    private partial void LogDisconnected(NodeId node);

    [LoggerMessage(EventIds.MeshLeft, LogLevel.Information, "Node {Node} has left its mesh.",
        EventName = nameof(EventIds.MeshLeft))]
    private partial void LogLeft(NodeId node);

    [LoggerMessage(EventIds.MeshNewGeneration, LogLevel.Warning,
        "Node {Node} finds the store in a new life (generation {Generation}): it was restarted, emptied or replaced. Nothing that runs is moved; handovers pause for {Lease}.",
        EventName = nameof(EventIds.MeshNewGeneration))]
    private partial void LogNewGeneration(NodeId node, long generation, TimeSpan lease);

    [LoggerMessage(EventIds.StoreWarning, LogLevel.Warning, "{Warning}",
        EventName = nameof(EventIds.StoreWarning))]
    private partial void LogStoreWarning(string warning);

    [LoggerMessage(EventIds.StoreRefused, LogLevel.Error, "The store refuses node {Node}: {Reason}",
        EventName = nameof(EventIds.StoreRefused))]
    private partial void LogRefused(NodeId node, string reason);

    [LoggerMessage(EventIds.StoreUnreachable, LogLevel.Warning, "Node {Node} gets no answer from the store and goes on trying: {Reason} Check that the store runs, and the address that was configured.",
        EventName = nameof(EventIds.StoreUnreachable))]
    private partial void LogUnreachable(NodeId node, string reason);

    // Values that are references: what goes down often hands a name over, which must not wait for the compiler.
    [LoggerMessage(EventIds.MeshNodeUp, LogLevel.Information, "Node {Node} sees node {Other} up.",
        EventName = nameof(EventIds.MeshNodeUp))]
    private partial void LogNodeUp(object node, object other);

    [LoggerMessage(EventIds.MeshNodeDown, LogLevel.Information, "Node {Node} sees node {Other} down: {Reason}.",
        EventName = nameof(EventIds.MeshNodeDown))]
    private partial void LogNodeDown(object node, object other, object reason);

    [LoggerMessage(EventIds.MeshSuspect, LogLevel.Information, "Node {Node} no longer sees the connection of node {Other}: it is suspect, and gone unless it beats.",
        EventName = nameof(EventIds.MeshSuspect))]
    private partial void LogSuspect(NodeId node, NodeId other);

    [LoggerMessage(EventIds.MeshWatchRefused, LogLevel.Warning,
        "Node {Node} cannot watch its neighbour's connection, so a crash is noticed when the lease ends: {Reason}. Set CrashDetection=Lease to say that this is meant.",
        EventName = nameof(EventIds.MeshWatchRefused))]
    private partial void LogWatchRefused(NodeId node, string reason);

    [LoggerMessage(EventIds.MeshNamesake, LogLevel.Warning,
        "{Other} is up under the name of this node, {Node}; WhenNodeTaken is {Policy}. Give each process a Node name of its own, unless the other is this one's former life.",
        EventName = nameof(EventIds.MeshNamesake))]
    private partial void LogNamesake(NodeId node, NodeId other, WhenNodeTaken policy);

    [LoggerMessage(EventIds.MeshYields, LogLevel.Error,
        "{Node} yields to {Other}, which is up under its name; WhenNodeTaken is {Policy}. It stops all it runs, hands it over and leaves for good. Stop this process, or start it anew under another Node name.",
        EventName = nameof(EventIds.MeshYields))]
    private partial void LogYields(NodeId node, NodeId other, WhenNodeTaken policy);
}
