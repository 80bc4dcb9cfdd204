using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>Who follows names hears what happens to them, in order, with tokens.</summary>
public sealed class WatchTests
{
    private static readonly GlobalName Poller = "poller";

    [Fact]
    public async Task Registered_handed_over_and_unregistered_are_told_on_every_node_with_their_owners()
    {
        await using var mesh = new TestMesh();
        var (a, b, c) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"), await mesh.StartAsync("c"));
        NameLog[] all = [.. new[] { a, b, c }.Select(n => new NameLog(n.Registry.WatchAsync(Stop)))];
        var first = await a.Register(Poller).Granted();
        var waits = b.Register(Poller);
        await mesh.IdleAsync();
        await first.DisposeAsync();
        var second = await waits.Granted();
        await mesh.IdleAsync();
        await second.DisposeAsync();

        foreach (var log in all)
        {
            var (registered, handed, freed) = (await log.Next(), await log.Next(), await log.Next());
            Assert.Equal((NameEventKind.Registered, Poller, first.Id, first.FencingToken), (registered.Kind, registered.Name, registered.Owner?.Id, registered.Owner?.Token));
            Assert.Equal((NameEventKind.HandedOver, first.Id, second.Id, second.FencingToken), (handed.Kind, handed.Former?.Id, handed.Owner?.Id, handed.Owner?.Token));
            Assert.Equal((NameEventKind.Unregistered, second.Id, null), (freed.Kind, freed.Former?.Id, freed.Owner));
            await log.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_conflict_is_told_with_its_loser_before_the_name_goes_to_the_winner()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var held = await a.Register(Poller).Granted();
        await mesh.IdleAsync();
        await using var log = new NameLog(b.Registry.WatchAsync(Poller, Stop));
        var taken = await b.Registry.ReregisterAsync(Poller, cancellationToken: Stop).Granted();

        var (conflict, handed) = (await log.Next(), await log.Next());
        Assert.Equal((NameEventKind.Conflict, ConflictReason.Replaced, held.Id, taken.Id), (conflict.Kind, conflict.Reason, conflict.Loser, conflict.Owner?.Id));
        Assert.Equal((NameEventKind.HandedOver, held.Id, taken.Id), (handed.Kind, handed.Former?.Id, handed.Owner?.Id));
    }

    [Fact]
    public async Task A_clash_at_heal_is_one_conflict_and_who_keeps_the_name_is_not_told_as_new()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        var held = await a.Register(Poller).Granted();
        await mesh.IdleAsync();
        await using var log = new NameLog(b.Registry.WatchAsync(Stop));
        await mesh.AdvanceAsync(TestMesh.Beat);
        var island = await mesh.StartIslandAsync("z");
        var lost = await island.Register(Poller, new GlobalRegistrationOptions { Resolver = Resolvers.KeepOldest }).Granted();
        await island.Mesh.ConnectAsync(Stop).Done("the heal");

        var conflict = await log.Next();
        Assert.Equal((NameEventKind.Conflict, ConflictReason.Decided, lost.Id, held.Id), (conflict.Kind, conflict.Reason, conflict.Loser, conflict.Owner?.Id));
        await mesh.IdleAsync();
        Assert.Equal(held.FencingToken, conflict.Owner?.Token);
        await b.Register("next").Granted();
        Assert.Equal(new GlobalName("next"), (await log.Next()).Name);
    }

    [Fact]
    public async Task Who_follows_one_name_hears_of_no_other_and_nobody_hears_of_locks()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        await using var one = new NameLog(b.Registry.WatchAsync(Poller, Stop));
        await using var all = new NameLog(b.Registry.WatchAsync(Stop));
        await a.Locks.AcquireAsync("poller", cancellationToken: Stop).Held();
        await a.Register("other").Granted();
        await a.Register(Poller).Granted();
        Assert.Equal(Poller, (await one.Next()).Name);
        Assert.Equal([new GlobalName("other"), Poller], [(await all.Next()).Name, (await all.Next()).Name]);
    }

    [Fact]
    public async Task A_dead_owners_name_is_told_as_handed_over()
    {
        await using var mesh = new TestMesh();
        var (a, b, c) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"), await mesh.StartAsync("c"));
        await mesh.SettleAsync();
        var held = await a.Register(Poller).Granted();
        var heir = b.Register(Poller);
        await mesh.IdleAsync();
        await using var log = new NameLog(c.Registry.WatchAsync(Stop));
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        var handed = await log.Next();
        Assert.Equal((NameEventKind.HandedOver, held.Id, (await heir.Granted()).Id), (handed.Kind, handed.Former?.Id, handed.Owner?.Id));
    }

    [Fact]
    public async Task What_was_missed_while_the_node_was_cut_off_is_told_as_the_difference_it_made()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        await using var log = new NameLog(b.Registry.WatchAsync(Stop));
        b.Link.LosesEvents = true;
        for (var i = 0; i < 5; i++)
        {
            await (await a.Register("passing").Granted()).DisposeAsync();
        }

        var held = await a.Register(Poller).Granted();
        await mesh.AdvanceAsync(TestMesh.Beat);
        NameEvent last;
        while ((last = await log.Next()).Name != Poller)
        {
            Assert.Equal(new GlobalName("passing"), last.Name);
        }

        Assert.Equal((NameEventKind.Registered, held.Id), (last.Kind, last.Owner?.Id));
    }

    [Fact]
    public async Task A_node_that_cuts_itself_off_is_told_that_the_names_of_others_are_out_of_sight_and_nothing_of_its_own()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var others = await a.Register("others").Granted();
        await b.Register("own").Granted();
        await mesh.IdleAsync();
        await using var log = new NameLog(b.Registry.WatchAsync(Stop));
        await b.Mesh.DisconnectAsync(Stop).Done("the disconnect");
        var lost = await log.Next();
        Assert.Equal((NameEventKind.OutOfSight, others.Id), (lost.Kind, lost.Former?.Id));

        await b.Mesh.ConnectAsync(Stop).Done("the join");
        var back = await log.Next();
        Assert.Equal((NameEventKind.Registered, others.Id), (back.Kind, back.Owner?.Id));
        await a.Register("next").Granted();
        Assert.Equal(new GlobalName("next"), (await log.Next()).Name);
    }

    [Fact]
    public async Task The_sequences_end_with_the_node_and_leave_nothing_behind()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        using var cancel = new CancellationTokenSource();
        _ = a.Registry.WatchAsync(Poller, cancel.Token);
        var read = a.Registry.WatchAsync(Stop).ToListAsync(Stop).AsTask();
        Assert.Equal(2, a.Names.Replica.Watchers.Count);
        await cancel.CancelAsync();
        Assert.Equal(1, a.Names.Replica.Watchers.Count);
        await a.LeaveAsync().Done("the goodbye");
        Assert.Empty(await read.Done("the end of the sequence"));
        Assert.Equal(0, a.Names.Replica.Watchers.Count);
        Assert.Throws<InvalidOperationException>(() => a.Registry.WatchAsync(default(GlobalName), Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
