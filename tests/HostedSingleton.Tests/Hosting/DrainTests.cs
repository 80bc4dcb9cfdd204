using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Tests.Hosting;

/// <summary>A node that drains hands over what it runs, and stays in its mesh.</summary>
public class DrainTests
{
    private readonly InMemoryMeshStore _store = new();

    [Fact]
    public async Task It_hands_over_each_name_and_stands_by_no_more_until_it_is_undrained()
    {
        using var first = Host();
        await first.StartAsync();
        var here = first.Services.GetRequiredService<ScriptedService>();
        await here.UntilAsync("running");
        using var second = Host();
        await second.StartAsync();
        var there = second.Services.GetRequiredService<ScriptedService>();
        await there.UntilAsync("standby");

        await Services(first).DrainAsync().Happens("the drain to end");

        await there.UntilAsync("running");
        Assert.Equal("stopped", here.All.Last());
        Assert.True(Services(first).IsDraining);
        var status = await Registry(second).StatusOfAsync(nameof(ScriptedService));
        Assert.Empty(status.Queue);
        Assert.Equal(2, first.Services.GetRequiredService<INodeMesh>().Nodes.Count);

        Services(first).Undrain();
        await here.UntilAsync("standby");
        await Services(second).DrainAsync().Happens("the other drain to end");
        await here.UntilAsync("running");
    }

    [Fact]
    public async Task A_drained_host_that_stops_ends_its_services()
    {
        using var host = Host();
        await host.StartAsync();
        await host.Services.GetRequiredService<ScriptedService>().UntilAsync("running");
        await Services(host).DrainAsync().Happens("the drain to end");

        await host.StopAsync();

        Assert.True(host.Services.GetRequiredService<ScriptedService>().ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task An_undrain_ends_a_wait_for_the_drain()
    {
        using var host = Host();
        var end = new TaskCompletionSource();
        host.Services.GetRequiredService<ScriptedService>().Body = _ => end.Task;
        await host.StartAsync();
        await host.Services.GetRequiredService<ScriptedService>().UntilAsync("running");
        var drain = Services(host).DrainAsync();

        Services(host).Undrain();

        await drain.Happens("the wait to end");
        end.SetResult();
        await host.Services.GetRequiredService<ScriptedService>().UntilAsync("running");
    }

    private static IGlobalServices Services(IHost host) => host.Services.GetRequiredService<IGlobalServices>();

    private static IGlobalRegistry Registry(IHost host) => host.Services.GetRequiredService<IGlobalRegistry>();

    private IHost Host()
    {
        var builder = Hosts.Builder();
        builder.Services.AddHostedSingleton(o => o.Mesh = "drain").UseInMemory(_store).AddGlobalHostedService<ScriptedService>();
        builder.Services.AddSingleton(provider => provider.GetRequiredKeyedService<ScriptedService>(nameof(ScriptedService)));
        return builder.Build();
    }
}
