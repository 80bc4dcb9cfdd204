using HostedSingleton.Diagnostics;
using HostedSingleton.Locks;
using HostedSingleton.Mesh;
using HostedSingleton.Messaging;
using HostedSingleton.Registry;
using HostedSingleton.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HostedSingleton.Hosting;

/// <summary>One mesh in a host, put together from its plan: the node, and the lives of the services on it.</summary>
internal sealed partial class MeshHost : IGlobalServices, IAsyncDisposable, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly MeshPlan _plan;
    private readonly HostedSingletonOptions _options;
    private readonly NodeSettings _settings;
    private readonly TimeProvider _time;
    private readonly IMeshStore _store;
    private readonly NodeRuntime _runtime;
    private readonly Messenger _messenger;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly List<ServiceRunner> _runners = [];
    private bool _mustLeave;
    private bool _disposed;

    public MeshHost(IServiceProvider services, MeshPlan plan)
    {
        (_services, _plan) = (services, plan);
        _time = MeshClock.Of(services, plan.Key);
        _loggers = new SafeLoggerFactory(services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
        _logger = _loggers.CreateLogger("HostedSingleton.Hosting");
        _options = services.GetRequiredService<IOptions<HostedSingletonOptions>>().Value;
        _settings = NodeSettingsOf.Options(_options, services.GetService<IHostEnvironment>(), _time);
        _store = TheStore();
        _runtime = new NodeRuntime(_settings, _store, _time, _loggers, services.GetKeyedService<INodeThreads>(plan.Key));
        Locks = new GlobalLocks(_runtime.Agent, _runtime.Registrar, _runtime.Registry, _time, _loggers.CreateLogger("HostedSingleton.Locks"));
        _runtime.Agent.Drain.Heard = DrainHeard;
        _runtime.Names.LocalReasonOf = name => Runners().FindLast(runner => runner.Name == name)?.Explain();
        _messenger = new Messenger(_runtime, _options.Messages, _time, _loggers.CreateLogger("HostedSingleton.Messaging"));
    }

    public IGlobalRegistry Registry => _runtime.Registry;

    public INodeMesh Mesh => _runtime.Mesh;

    public IGlobalLocks Locks { get; }

    public IGlobalMessenger Messenger => _messenger;

    /// <summary>Makes a service a global one. Its life is put together when it starts, after all options have been checked.</summary>
    public GlobalBackgroundService Attach(GlobalBackgroundService service, ServicePlan plan)
    {
        foreach (var type in service.HandledTypes)
        {
            _messenger.Contracts.Declare(type);
        }

        service.Attach(body => Track(new ServiceRunner(SetupOf(plan, service), body)));
        return service;
    }

    /// <summary>Checks what only the whole shows, then starts the node. No body has run yet.</summary>
    public void Start()
    {
        RefuseUnattached();
        RefuseSharedNames();
        LogStart();
        _mustLeave = true;
        _runtime.Start();
        Rehearse();
    }

    /// <summary>Tells all bodies to stop, together. Each name goes on the moment its own body has ended.</summary>
    public void StopServices() => Runners().ForEach(runner => runner.Stop());

    /// <summary>
    /// Says goodbye for the node, for a limited time. While a body still runs there is no goodbye, because that would give its name away: then only what
    /// was let go is waited for, and the lease does the rest.
    /// </summary>
    public async Task LeaveAsync()
    {
        if (!_mustLeave)
        {
            return;
        }

        _mustLeave = false;
        using var limit = new CancellationTokenSource(_options.LeaveTimeout, _time);
        // A host out of patience comes here before those that stand by have ended, and it may be before a body has that needs only a moment more.
        await Task.WhenAll(Runners().Select(runner => runner.Life)).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var leaving = Runners().TrueForAll(runner => runner.Life.IsCompleted)
            ? _runtime.LeaveAsync(limit.Token)
            : Task.WhenAll(Runners().Select(runner => runner.Released)).WaitAsync(limit.Token);
        await leaving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!leaving.IsCompletedSuccessfully)
        {
            LogLeaveTimedOut(_settings.Node, _options.LeaveTimeout, _settings.Lease);
        }
    }

    /// <summary>Ends the node. A host that failed to start comes here without a stop.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        if (_mustLeave)
        {
            StopServices();
            await Task.WhenAll(Runners().Select(runner => runner.Life)).WaitAsync(_options.LeaveTimeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await LeaveAsync().ConfigureAwait(false);
        }

        _messenger.Dispose();
        await EndRehearsalAsync().ConfigureAwait(false);
        await _runtime.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>For containers that are disposed of without waiting.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private List<ServiceRunner> Runners()
    {
        lock (_runners)
        {
            return [.. _runners];
        }
    }

    private ServiceRunner Track(ServiceRunner runner)
    {
        lock (_runners)
        {
            _runners.RemoveAll(ended => ended.Life.IsCompleted);
            _runners.Add(runner);
        }

        FollowDrain([runner]);
        return runner;
    }
}
