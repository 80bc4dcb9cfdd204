using HostedSingleton.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Hosting;

internal sealed partial class MeshHost
{
    /// <summary>How many names a line of the log names.</summary>
    private const int NamesShown = 8;

    private void LogStart()
    {
        var (node, timing) = (_settings, _settings.Store);
        LogSettings(node.Node, node.Mesh, _store.Description, node.Lease, node.Beat, node.Grace, node.Margin, timing.ConnectTimeout, timing.CommandTimeout);
        LogStrangers();
        if (_store is InMemoryMeshStore)
        {
            LogInMemory(_settings.Mesh);
        }

        var running = _plan.Services.Where(plan => OptionsOf(plan).WhenIsolated == WhenIsolated.KeepRunning).Select(plan => $"'{NameOf(plan)}'").ToList();
        if (running.Count > 0)
        {
            LogKeepRunning(Listed(running), _settings.Lease);
        }
    }

    private void LogStrangers()
    {
        var strangers = OptionsFromConfiguration.Strangers(_services.GetService<IConfiguration>(), _plan);
        if (strangers.Count > 0)
        {
            var services = _plan.Services.Select(plan => $"'{plan.Key}'").ToList();
            LogServiceUnknown(Listed([.. strangers.Select(name => $"'{name}'")]), services.Count > 0 ? Listed(services) : "none");
        }
    }

    private static string Listed(List<string> names) =>
        string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? $" and {names.Count - NamesShown} more" : "");

    [LoggerMessage(EventIds.HostSettings, LogLevel.Information,
        "Node {Node} of mesh '{Mesh}' uses the store {Store}. Lease {Lease}, Beat {Beat}, Grace {Grace}, Margin {Margin}, " +
        "ConnectTimeout {ConnectTimeout}, CommandTimeout {CommandTimeout}.",
        EventName = nameof(EventIds.HostSettings))]
    private partial void LogSettings(
        NodeId node, string mesh, string store, TimeSpan lease, TimeSpan beat, TimeSpan grace, TimeSpan margin, TimeSpan connectTimeout, TimeSpan commandTimeout);

    [LoggerMessage(EventIds.StoreIsInMemory, LogLevel.Warning,
        "The store of mesh '{Mesh}' is in memory and guards this process only: another replica would run the same services. For " +
        "a mesh of processes, choose another store: AddHostedSingleton().UseRedis(\"host:port\").",
        EventName = nameof(EventIds.StoreIsInMemory))]
    private partial void LogInMemory(string mesh);

    [LoggerMessage(EventIds.HostServiceUnknown, LogLevel.Warning,
        "HostedSingleton:Services has {Names}, and this host has no service that was added under that name; it has {Services}. Correct the name, unless the " +
        "section is for another host.",
        EventName = nameof(EventIds.HostServiceUnknown))]
    private partial void LogServiceUnknown(string names, string services);

    [LoggerMessage(EventIds.HostKeepRunningDefault, LogLevel.Information,
        "{Names}: WhenIsolated is KeepRunning (the default), so while a node is cut off from the store for longer than its " +
        "lease of {Lease}, two nodes may run the same service. Fence its writes with Registration.FencingToken, or set " +
        "WhenIsolated to Stop.",
        EventName = nameof(EventIds.HostKeepRunningDefault))]
    private partial void LogKeepRunning(string names, TimeSpan lease);

    [LoggerMessage(EventIds.HostDraining, LogLevel.Information,
        "Node {Node} drains: its services hand over what they run and do not stand by.",
        EventName = nameof(EventIds.HostDraining))]
    private partial void LogDraining(NodeId node);

    [LoggerMessage(EventIds.HostDrainSaid, LogLevel.Information,
        "Node {Node} was asked here to say of node {Target} that it drains: {IsDraining}.",
        EventName = nameof(EventIds.HostDrainSaid))]
    private partial void LogDrainSaid(NodeId node, NodeId target, bool isDraining);

    [LoggerMessage(EventIds.HostUndrained, LogLevel.Information,
        "Node {Node} no longer drains: its services ask for their names again.",
        EventName = nameof(EventIds.HostUndrained))]
    private partial void LogUndrained(NodeId node);

    [LoggerMessage(EventIds.MeshLeaveTimedOut, LogLevel.Warning,
        "The store did not hear the goodbye of node {Node} within LeaveTimeout ({LeaveTimeout}). What it holds goes to the " +
        "heirs when its lease of {Lease} ends.",
        EventName = nameof(EventIds.MeshLeaveTimedOut))]
    private partial void LogLeaveTimedOut(NodeId node, TimeSpan leaveTimeout, TimeSpan lease);
}
