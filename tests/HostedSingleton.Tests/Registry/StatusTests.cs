using HostedSingleton.Store;
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

    [Fact]
    public async Task It_says_why_each_one_waits_and_what_would_give_it_the_name()
    {
        await using var mesh = new TestMesh();
        TestNode[] nodes = [await mesh.StartAsync("a"), await mesh.StartAsync("b"), await mesh.StartAsync("c"), await mesh.StartAsync("d"), await mesh.StartAsync("e")];
        await mesh.SettleAsync();
        await nodes[0].Register(Name).Granted();
        foreach (var (node, priority) in nodes[1..].Zip([0, 5, 5, 9]))
        {
            _ = node.Register(Name, new GlobalRegistrationOptions { Priority = priority });
            await mesh.IdleAsync();
        }

        // Nobody's reap arrives, so the one whose lease has ended is still there.
        nodes[4].Link.IsCut = true;
        Array.ForEach(nodes, node => node.Link.LosesCommand = command => command is ReapCommand);
        await mesh.AdvanceAsync(TestMesh.Lease + TestMesh.Beat);
        var status = await nodes[1].Registry.StatusOfAsync(Name, Stop).Done("the answer");

        Assert.Equal(
            [("e", WaitReason.LeaseEnded), ("c", WaitReason.Next), ("d", WaitReason.Later), ("b", WaitReason.LowerPriority)], status.Queue.Select(w => (w.Node.Name, w.Reason)));
        Assert.InRange(status.OwnerLeaseLeft!.Value, TestMesh.Lease - TestMesh.Beat, TestMesh.Lease);
        Assert.Equal("A higher Priority here, or the end of all those before it.", status.WhatWouldChange);
        Assert.StartsWith("The goodbye of the owner", (await nodes[2].Registry.StatusOfAsync(Name, Stop).Done("the answer")).WhatWouldChange, StringComparison.Ordinal);
        Assert.StartsWith("The end of the 2 before it", (await nodes[3].Registry.StatusOfAsync(Name, Stop).Done("the answer")).WhatWouldChange, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_text_tells_all_of_it()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var held = await a.Register(Name).Granted();
        _ = b.Register(Name);
        await mesh.IdleAsync();

        var lines = (await b.Registry.StatusOfAsync(Name, Stop).Done("the answer")).ToString().Split(Environment.NewLine);

        Assert.Collection(
            lines,
            line => Assert.Equal($"poller, asked on {b.Mesh.Self}", line),
            line => Assert.Matches($@"^  owner:  {held.Id} \(token \d+\) since 2030-01-01 00:00:\d\dZ; its lease holds for \d\.\d s$", line),
            line => Assert.Matches($@"^  queue:  1\. {b.Mesh.Self}/1, lease holds for \d\.\d s: next$", line),
            line => Assert.Equal($"  why not here: {held.Id} (token {held.FencingToken}) owns it. This node is number 1 in its queue.", line),
            line => Assert.StartsWith("  what would change it: The goodbye of the owner", line, StringComparison.Ordinal));
        Assert.DoesNotContain("why not", $"{await a.Registry.StatusOfAsync(Name, Stop).Done("the answer")}", StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
