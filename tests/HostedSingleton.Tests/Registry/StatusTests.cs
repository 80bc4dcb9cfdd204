using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>What StatusOfAsync says, for people: the owner, the queue, and why not me.</summary>
public sealed class StatusTests
{
    private static readonly GlobalName Name = "poller";

    [Fact]
    public async Task It_says_who_owns_the_name_and_where_each_node_stands()
    {
        await using var mesh = new TestMesh();
        var nodes = new[] { await mesh.StartAsync("a"), await mesh.StartAsync("b"), await mesh.StartAsync("c"), await mesh.StartAsync("d") };
        var held = await nodes[0].Register(Name).Granted();
        foreach (var node in nodes[1..3])
        {
            _ = node.Register(Name);
            await mesh.IdleAsync();
        }

        var status = new List<NameStatus>();
        foreach (var node in nodes)
        {
            status.Add(await node.Registry.StatusOfAsync(Name, Stop).Done("the answer"));
        }

        Assert.All(status, s => Assert.Equal((Name, held.Id, true), (s.Name, s.Owner!.Id, s.FromStore)));
        Assert.All(status, s => Assert.Equal([nodes[1].Mesh.Self, nodes[2].Mesh.Self], s.Queue.Select(q => q.Node)));
        Assert.Equal([null, 1, 2, null], status.Select(s => s.MyPlace));
        Assert.Null(status[0].WhyNotMe);
        Assert.Equal($"{status[0].Owner} owns it. This node is number 2 in its queue.", status[2].WhyNotMe);
        Assert.Equal($"{status[0].Owner} owns it. This node does not wait for it.", status[3].WhyNotMe);
    }

    [Fact]
    public async Task It_says_whom_the_heir_waits_for()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var held = await a.Register(Name).Granted();
        _ = b.Register(Name);
        await b.Registry.UnregisterAsync(Name, Stop).Done("the operator's unregister");
        var status = await b.Registry.StatusOfAsync(Name, Stop).Done("the answer");
        Assert.Equal([held.Id], status.Ending);
        Assert.Null(status.Owner);
        Assert.Equal($"It is free as soon as {held.Id} has stopped. This node is number 1 in its queue.", status.WhyNotMe);
    }

    [Fact]
    public async Task It_says_that_the_store_settles_and_that_nobody_asks()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        Assert.Contains("settles", (await a.Registry.StatusOfAsync(Name, Stop).Done("the answer")).WhyNotMe, StringComparison.Ordinal);
        await mesh.SettleAsync();
        Assert.Equal("Nobody owns it, and this node does not ask for it.", (await a.Registry.StatusOfAsync(Name, Stop).Done("the answer")).WhyNotMe);
    }

    [Fact]
    public async Task Without_an_answer_it_says_what_the_replica_last_saw()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        var held = await a.Register(Name).Granted();
        await mesh.IdleAsync();
        b.Link.IsCut = true;
        var status = await b.Registry.StatusOfAsync(Name, Stop).Done("the answer");
        Assert.Equal((held.Id, false), (status.Owner!.Id, status.FromStore));
        Assert.Contains("gives no answer", status.WhyNotMe, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
