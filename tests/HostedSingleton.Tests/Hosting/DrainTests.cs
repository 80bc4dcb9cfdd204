using HostedSingleton.Store;
using HostedSingleton.TestKit;
using HostedSingleton.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Tests.Hosting;

/// <summary>A node that drains hands over what it runs, and stays in its mesh.</summary>
public sealed class DrainTests : IDisposable
{
    private readonly InMemoryMeshStore _store = new();
    private readonly List<IHost> _hosts = [];

    [Fact]
    public async Task It_hands_over_each_name_and_stands_by_no_more_until_it_is_undrained()
    {
        var (first, here, second, there) = await OwnerAndStandbyAsync();

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
        var host = Host();
        await host.StartAsync();
        await host.Services.GetRequiredService<ScriptedService>().UntilAsync("running");
        await Services(host).DrainAsync().Happens("the drain to end");

        await host.StopAsync();

        Assert.True(host.Services.GetRequiredService<ScriptedService>().ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task An_undrain_ends_a_wait_for_the_drain()
    {
        var host = Host();
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

    [Fact]
    public async Task A_node_that_is_drained_from_elsewhere_hands_over_and_stands_by_again_when_it_is_undrained_from_elsewhere()
    {
        var (first, here, second, there) = await OwnerAndStandbyAsync();
        var node = Mesh(first).Self;

        Assert.True(await Services(second).DrainAsync(node).Happens("the word to be taken"));

        await there.UntilAsync("running");
        await Eventually.Holds(() => Mesh(second).Nodes.Any(n => n.Id == node && n.IsDraining) && Services(first).IsDraining, Soon.Limit, "both to show that the first drains");
        Assert.False(Services(second).IsDraining);

        Assert.True(await Services(second).UndrainAsync(node).Happens("the word to be taken back"));
        await here.UntilAsync("standby");
        Assert.False(Services(first).IsDraining);

        await first.StopAsync();
        Assert.False(await Services(second).DrainAsync(node).Happens("the answer"));
    }

    [Fact]
    public async Task What_is_said_here_shows_in_the_mesh_and_is_undone_from_elsewhere()
    {
        var first = Host();
        await first.StartAsync();
        var second = Host();
        await second.StartAsync();
        await Registry(second).SyncAsync();
        var node = Mesh(first).Self;

        await Services(first).DrainAsync().Happens("the drain to end");
        await Eventually.Holds(() => Mesh(second).Nodes.Any(n => n.Id == node && n.IsDraining), Soon.Limit, "the other to see that the first drains");

        Assert.True(await Services(second).UndrainAsync(node).Happens("the answer"));
        await Eventually.Holds(() => !Services(first).IsDraining, Soon.Limit, "the first to drain no more");
    }

    [Fact]
    public async Task A_node_that_was_cut_off_when_it_was_drained_hears_of_it_when_it_is_back()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        b.Link.IsCut = true;

        var reply = a.Agent.SayDrainAsync(b.Mesh.Self, isDraining: true);
        await mesh.IdleAsync();
        Assert.Equal(new DoneReply(true), await reply);
        Assert.False(b.Agent.Drain.Word.IsDraining);

        b.Link.IsCut = false;
        await mesh.AdvanceUntilAsync(() => b.Agent.Drain.Word.IsDraining, "the word to be heard");
    }

    [Fact]
    public async Task A_word_that_is_said_while_the_node_is_cut_off_reaches_the_mesh_when_it_is_back()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        b.Link.IsCut = true;
        b.Agent.SayDrain(true);
        await mesh.IdleAsync();
        Assert.DoesNotContain(a.Mesh.Nodes, node => node.IsDraining);

        b.Link.IsCut = false;
        await mesh.AdvanceUntilAsync(() => a.Mesh.Nodes.Any(node => node.Id == b.Mesh.Self && node.IsDraining), "the word to be seen");
    }

    public void Dispose() => _hosts.ForEach(host => host.Dispose());

    private async Task<(IHost First, ScriptedService Here, IHost Second, ScriptedService There)> OwnerAndStandbyAsync()
    {
        var (first, second) = (Host(), Host());
        var (here, there) = (first.Services.GetRequiredService<ScriptedService>(), second.Services.GetRequiredService<ScriptedService>());
        await first.StartAsync();
        await here.UntilAsync("running");
        await second.StartAsync();
        await there.UntilAsync("standby");
        return (first, here, second, there);
    }

    private static INodeMesh Mesh(IHost host) => host.Services.GetRequiredService<INodeMesh>();

    private static IGlobalServices Services(IHost host) => host.Services.GetRequiredService<IGlobalServices>();

    private static IGlobalRegistry Registry(IHost host) => host.Services.GetRequiredService<IGlobalRegistry>();

    private IHost Host()
    {
        var builder = Hosts.Builder();
        builder.Services.AddHostedSingleton(o => o.Mesh = "drain").UseInMemory(_store).AddGlobalHostedService<ScriptedService>();
        builder.Services.AddSingleton(provider => provider.GetRequiredKeyedService<ScriptedService>(nameof(ScriptedService)));
        _hosts.Add(builder.Build());
        return _hosts[^1];
    }
}
