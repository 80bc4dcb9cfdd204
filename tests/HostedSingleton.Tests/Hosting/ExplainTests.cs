using HostedSingleton.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Tests.Hosting;

/// <summary>What a service of this host adds to the status of its name: why it neither runs nor stands by.</summary>
public class ExplainTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly InMemoryMeshStore _store = new();

    [Fact]
    public async Task A_service_that_has_used_up_its_restarts_says_so_and_shows_its_last_fault()
    {
        using var host = Host(o => (o.WhenFaulted, o.MaxRestarts) = (WhenFaulted.Restart, 2), service => service.Body = _ => throw new InvalidOperationException("no queue here"));
        await host.StartAsync();

        var status = await StatusAsync(host, s => s.WhyNotMe?.Contains("backs off", StringComparison.Ordinal) == true);

        Assert.Null(status.Owner);
        Assert.Equal("no queue here", status.LastFault?.Message);
        Assert.NotNull(status.LastFaultAt);
        Assert.Contains("Nobody owns it. Its service here has thrown more often than 2 times (MaxRestarts) within 60 s (RestartPeriod)", status.WhyNotMe, StringComparison.Ordinal);
        Assert.Contains("no queue here", $"{status}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_rests_says_whether_its_node_drains_or_it_cannot_run_here()
    {
        using var host = Host();
        await host.StartAsync();
        var service = host.Services.GetRequiredService<ScriptedService>();
        await service.UntilAsync("running");
        Assert.Equal((null, null), Why(await StatusAsync(host)));

        service.Fits = () => false;
        service.FitsAnew();
        var (why, change) = Why(await StatusAsync(host, s => s.Owner is null));
        Assert.Equal("Nobody owns it. Its service cannot run here: CanRunHere is false, or threw.", why);
        Assert.Contains("CanRunHereChanged", change, StringComparison.Ordinal);

        await host.Services.GetRequiredService<IGlobalServices>().DrainAsync().Happens("the drain to end");
        (why, change) = Why(await StatusAsync(host));
        Assert.Contains("This node drains", why, StringComparison.Ordinal);
        Assert.Equal("An undrain of this node.", change);
    }

    [Fact]
    public async Task One_whose_body_ignores_its_token_says_that_it_still_stops()
    {
        using var host = Host();
        var service = host.Services.GetRequiredService<ScriptedService>();
        service.Body = _ => service.MayStop.Task;
        await host.StartAsync();
        await service.UntilAsync("running");

        await host.Services.GetRequiredService<IGlobalRegistry>().UnregisterAsync(nameof(ScriptedService)).Happens("the operator's unregister");
        var status = await StatusAsync(host, s => s.WhyNotMe?.Contains("has not stopped yet", StringComparison.Ordinal) == true);

        Assert.Equal(host.Services.GetRequiredService<INodeMesh>().Self, Assert.Single(status.Ending).Node);
        service.MayStop.SetResult();
        await service.UntilAsync("running");
    }

    private static (string?, string?) Why(NameStatus status) => (status.WhyNotMe, status.WhatWouldChange);

    private static async Task<NameStatus> StatusAsync(IHost host, Func<NameStatus, bool>? fits = null)
    {
        NameStatus? status = null;
        await Eventually.Holds(
            async () => fits?.Invoke(status = await host.Services.GetRequiredService<IGlobalRegistry>().StatusOfAsync(nameof(ScriptedService))) ?? true, Limit, () => $"another status than {status}");
        return status ?? await host.Services.GetRequiredService<IGlobalRegistry>().StatusOfAsync(nameof(ScriptedService));
    }

    private IHost Host(Action<GlobalServiceOptions>? options = null, Action<ScriptedService>? script = null)
    {
        var builder = Hosts.Builder();
        builder.Services.AddHostedSingleton(o => o.Mesh = "explain").UseInMemory(_store).AddGlobalHostedService<ScriptedService>(options ?? (_ => { }));
        builder.Services.AddSingleton(provider => provider.GetRequiredKeyedService<ScriptedService>(nameof(ScriptedService)));
        var host = builder.Build();
        script?.Invoke(host.Services.GetRequiredService<ScriptedService>());
        return host;
    }
}
