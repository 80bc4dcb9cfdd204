using System.Collections.Concurrent;
using HostedSingleton.Mesh;
using HostedSingleton.Store;
using HostedSingleton.TestKit;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>Under Stop no two run at once, whatever is cut, late or lost; an isolated owner stops inside its own deadline.</summary>
public sealed class WhenIsolatedStopTests
{
    private static readonly GlobalName Name = "poller";
    private static readonly GlobalRegistrationOptions StopOptions = new() { WhenIsolated = WhenIsolated.Stop };

    [Fact]
    public async Task Each_of_many_losers_is_told_when_its_own_token_has_fired_not_when_all_have()
    {
        await using var mesh = await LockMesh.StartAsync("a");
        var a = mesh.Nodes[0];
        var (order, logs) = (new ConcurrentQueue<string>(), new List<ClaimLog>());
        for (var i = 0; i < 100; i++)
        {
            var (_, log) = a.Claim($"name {i}", new GlobalRegistrationOptions { WhenIsolated = WhenIsolated.Stop });
            (await log.NextOwned()).Lost.Register(() => order.Enqueue("fired"));
            log.Inside = word => order.Enqueue(word);
            logs.Add(log);
        }

        await mesh.AdvanceAsync(TestMesh.Beat);
        order.Clear();
        await LoseAllAsync(a);
        foreach (var log in logs)
        {
            await log.Hears("isolated");
        }

        var told = order.ToList();
        Assert.True(told.IndexOf("isolated") < told.LastIndexOf("fired"), "No loser was told before the last token had fired.");
    }

    [Fact]
    public async Task An_isolated_owner_under_Stop_never_overlaps()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var held = await a.Register(Name, StopOptions).Granted();
        var heir = b.Register(Name, StopOptions);
        await mesh.IdleAsync();
        a.Link.IsCut = true;
        var cutAt = mesh.Time.GetUtcNow();
        await mesh.AdvanceUntilAsync(() => a.Mesh.State == MeshState.Isolated, "the node to know that it is isolated");
        await held.Lost.Fired();
        var stoppedAt = mesh.Time.GetUtcNow();
        Assert.InRange(stoppedAt - cutAt, TimeSpan.Zero, TestMesh.Lease - (2 * TestMesh.Beat));
        Assert.False(heir.IsCompleted);

        await mesh.AdvanceUntilAsync(() => heir.IsCompleted, "the heir");
        Assert.True(mesh.Time.GetUtcNow() - stoppedAt >= 2 * TestMesh.Beat, $"the heir started {mesh.Time.GetUtcNow() - stoppedAt} after the owner was told to stop");
    }

    [Fact]
    public async Task An_operators_reregister_waits_for_an_isolated_owner_until_its_lease_has_ended()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var held = await a.Register(Name, StopOptions).Granted();
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(TestMesh.Beat);
        var taking = b.Registry.ReregisterAsync(Name, StopOptions, Stop);
        await mesh.IdleAsync();
        Assert.False(taking.IsCompleted);
        await mesh.AdvanceUntilAsync(() => taking.IsCompleted, "the operator's grant");
        await held.Lost.Fired();
    }

    [Fact]
    public async Task Reregister_waits_until_a_living_owner_has_stopped()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var held = await a.Register(Name, StopOptions).Granted();
        var standby = a.Register(Name, StopOptions);
        await mesh.IdleAsync();
        var taking = b.Registry.ReregisterAsync(Name, StopOptions, Stop);
        await held.Lost.Fired();
        await mesh.AdvanceAsync(6 * TestMesh.Lease);
        Assert.False(taking.IsCompleted);
        await held.DisposeAsync();
        await taking.Granted();
        Assert.False(standby.IsCompleted, "the one that was named next did not come first");
    }

    [Fact]
    public async Task The_same_node_restarts_what_stopped_for_an_outage_that_moved_nothing()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var (claim, log) = a.Claim(Name, StopOptions);
        var held = await log.NextOwned();
        var standby = b.Register(Name, StopOptions);
        await mesh.IdleAsync();
        (a.Link.IsCut, b.Link.IsCut) = (true, true);
        await mesh.AdvanceAsync(3 * TestMesh.Lease);
        await log.Hears("isolated");
        claim.Requeue();
        (a.Link.IsCut, b.Link.IsCut) = (false, false);
        await mesh.AdvanceAsync(TestMesh.Lease + (4 * TestMesh.Beat));
        var again = await log.NextOwned();
        Assert.True(again.FencingToken > held.FencingToken);
        Assert.NotEqual(held.Id, again.Id);
        Assert.False(standby.IsCompleted);
        Assert.Equal(0, log.Conflicts);
    }

    [Fact]
    public async Task What_stopped_for_isolation_and_came_back_while_it_was_still_stopping_runs_again_first()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var (claim, log) = a.Claim(Name, StopOptions);
        await log.NextOwned();
        var standby = b.Register(Name, StopOptions);
        await mesh.IdleAsync();
        (a.Link.IsCut, b.Link.IsCut) = (true, true);
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        await log.Hears("isolated");
        (a.Link.IsCut, b.Link.IsCut) = (false, false);
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.False(standby.IsCompleted, "the heir runs beside a body that has not stopped");
        claim.Requeue();
        await mesh.IdleAsync();
        await log.NextOwned();
        Assert.False(standby.IsCompleted);
    }

    [Fact]
    public async Task The_grant_of_a_register_answered_too_late_runs_nothing()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        a.Link.LosesEvents = true;
        a.Link.HoldsAnswer = c => c is RegisterCommand;
        var late = a.Register(Name, StopOptions);
        await mesh.IdleAsync();
        var heir = b.Register(Name, StopOptions);
        await mesh.IdleAsync();
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(TestMesh.Lease - (2 * TestMesh.Beat));
        Assert.Equal(MeshState.Isolated, a.Mesh.State);
        a.Link.LetGoOn();
        await mesh.IdleAsync();
        Assert.False(late.IsCompleted, "a grant was taken after the node's own deadline");
        await mesh.AdvanceUntilAsync(() => heir.IsCompleted, "the heir");
        Assert.False(late.IsCompleted);
    }

    [Fact]
    public async Task The_grant_of_a_join_answered_too_late_runs_nothing()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a", s => s with { ConnectAtStart = false }), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var late = a.Register(Name, StopOptions);
        a.Link.HoldsAnswer = c => c is JoinCommand;
        _ = a.Mesh.ConnectAsync(Stop);
        await mesh.IdleAsync();
        Assert.Equal(a.Mesh.Self, b.Registry.WhereIs(Name)?.Node);
        await mesh.AdvanceAsync(TestMesh.Lease - (2 * TestMesh.Beat));
        a.Link.IsCut = true;
        a.Link.LetGoOn();
        await mesh.IdleAsync();
        Assert.False(late.IsCompleted, "a grant was taken after the lease it came with");
        Assert.NotEqual(MeshState.Joined, a.Mesh.State);

        a.Link.HoldsAnswer = _ => false;
        a.Link.IsCut = false;
        await mesh.AdvanceUntilAsync(() => late.IsCompleted, "the grant by the next join");
    }

    [Fact]
    public async Task A_beat_counts_from_before_it_was_sent()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        await mesh.SettleAsync();
        var held = await a.Register(Name, StopOptions).Granted();
        var sent = a.Link.Sent.Count(c => c is BeatCommand);
        a.Link.HoldsAnswer = c => c is BeatCommand;
        await mesh.AdvanceUntilAsync(() => a.Link.Sent.Count(c => c is BeatCommand) > sent, "a beat");
        var sentAt = mesh.Time.GetUtcNow();

        // The answer comes late; the lease counts from when the question was sent all the same.
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        a.Link.IsCut = true;
        a.Link.LetGoOn();
        await mesh.AdvanceUntilAsync(() => a.Mesh.State == MeshState.Isolated, "the node to know that it is isolated");
        Assert.Equal(sentAt + TestMesh.Lease - (2 * TestMesh.Beat), mesh.Time.GetUtcNow());
        await held.Lost.Fired();
    }

    [Fact]
    public async Task A_link_that_flaps_never_runs_two_and_loses_no_name_for_ever()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var mesh = new TestMesh();
        var nodes = new[] { await mesh.StartAsync("a"), await mesh.StartAsync("b"), await mesh.StartAsync("c") };
        await mesh.SettleAsync();
        var lives = nodes.Select(n => new StopLife(n, Name)).ToArray();
        for (var i = 0; i < Rounds.Or(20); i++)
        {
            nodes[0].Link.IsCut = !nodes[0].Link.IsCut;
            nodes[1].Link.LosesEvents = random.Next(2) == 0;
            await mesh.AdvanceAsync(TimeSpan.FromSeconds(random.Next(1, 30) * 0.25));
            Assert.True(StopLife.MostAtOnce(lives) <= 1, $"seed {seed}: two ran at once in round {i}");
        }

        nodes[0].Link.IsCut = false;
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        await Eventually.Holds(() => lives.Count(l => l.Runs) == 1, TestMesh.Patience, $"one to run (seed {seed})");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>All tokens fire in one turn, whose callbacks wait until it is over.</summary>
    private static async Task LoseAllAsync(TestNode node)
    {
        using var over = new ManualResetEventSlim();
        var entered = new TaskCompletionSource();
        node.Agent.Callbacks.Post(new CallbackLane(), () =>
        {
            entered.SetResult();
            over.Wait(TestMesh.Patience);
        });
        await entered.Task.Done("the callback that holds up the others");
        node.Names.Run(machine => machine.Isolate());
        await node.IdleAsync();
        over.Set();
    }
}
