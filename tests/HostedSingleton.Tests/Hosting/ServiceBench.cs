using HostedSingleton.Hosting;
using HostedSingleton.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace HostedSingleton.Tests.Hosting;

/// <summary>One service in a real host, on a registry and a clock that the test moves.</summary>
internal sealed class ServiceBench : IAsyncDisposable
{
    private readonly FakeLogCollector _logs = new();
    private readonly IHost _host;

    public ServiceBench(GlobalServiceOptions? options = null, BackgroundServiceExceptionBehavior onFault = BackgroundServiceExceptionBehavior.StopHost)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddHostedService(_ => Service);
        builder.Services.Configure<HostOptions>(host => (host.BackgroundServiceExceptionBehavior, host.ShutdownTimeout) = (onFault, TimeSpan.FromSeconds(20)));
        _host = builder.Build();
        Lifetime = _host.Services.GetRequiredService<IHostApplicationLifetime>();
        Service.Attach(body => new ServiceRunner(Setup(options ?? new GlobalServiceOptions()), body));
    }

    public ScriptedService Service { get; } = new();

    public FakeRegistrar Registrar { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public IHostApplicationLifetime Lifetime { get; }

    /// <summary>Where bodies and hooks go that the test begins by itself; null when they begin at once.</summary>
    public System.Collections.Concurrent.BlockingCollection<Func<Task>>? HeldBack { get; set; }

    public Task StartAsync() => _host.StartAsync();

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <summary>Starts the host, and returns the service's first claim.</summary>
    public async Task<FakeClaim> ClaimedAsync()
    {
        await StartAsync();
        return await NextClaimAsync();
    }

    /// <summary>Starts the host, gives the service its name, and waits until its body runs.</summary>
    public async Task<FakeClaim> RunningAsync()
    {
        var claim = await ClaimedAsync();
        await claim.Owned();
        Assert.Equal("registered", await Service.NextAsync());
        Assert.Equal("running", await Service.NextAsync());
        return claim;
    }

    public Task<FakeClaim> NextClaimAsync() => Registrar.NextAsync().Happens("the service to ask for its name");

    public bool Logged(int id) => _logs.GetSnapshot().Any(line => line.Id.Id == id);

    public Task WaitForLog(int id) => Eventually.Holds(() => Logged(id), Soon.Limit, $"the log event {id}");

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }

    private ServiceSetup Setup(GlobalServiceOptions options) => new()
    {
        Name = Owners.Name,
        Policy = new ServicePolicy(options.WhenTaken, options.WhenConflicted, options.WhenFaulted, options.WhenCompleted, options.WhenIsolated),
        Registration = new GlobalRegistrationOptions { ConflictGracePeriod = options.ConflictGracePeriod },
        HookTimeout = options.HookTimeout,
        Restarts = (options.MaxRestarts, options.RestartPeriod),
        ProgressTimeout = options.ProgressTimeout,
        Margin = TimeSpan.FromSeconds(1),
        Registrar = Registrar,
        Time = Time,
        Logger = new FakeLogger(_logs),
        StopHost = Lifetime.StopApplication,
        Begin = Begin,
    };
    private void Begin(Func<Task> work)
    {
        if (HeldBack is { } held)
        {
            held.Add(work);
        }
        else
        {
            _ = Task.Run(work);
        }
    }
}
