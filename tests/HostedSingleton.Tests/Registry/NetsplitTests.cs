using HostedSingleton.Store;
using HostedSingleton.TestKit;
using HostedSingleton.Tests.Support;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Tests.Registry;

/// <summary>What a split and its heal do to names.</summary>
public sealed class NetsplitTests
{
    private static readonly GlobalName Name = ClashedPair.Name;

    private int _asked;

    [Fact]
    public async Task A_registration_that_nobody_took_meanwhile_is_no_clash()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var (_, log) = a.Claim(Name, Counting());
        var held = await log.NextOwned();
        var before = held.FencingToken;

        a.Link.IsCut = true;
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.Null(b.Registry.WhereIs(Name));
        a.Link.IsCut = false;
        await mesh.AdvanceAsync(2 * TestMesh.Beat);

        Assert.Equal((held.Id, held.FencingToken), (b.Registry.WhereIs(Name)?.Id, b.Registry.WhereIs(Name)?.Token));
        Assert.True(held.FencingToken > before);
        Assert.Equal((0, 0), (_asked, log.Conflicts));
    }

    [Fact]
    public async Task A_short_cut_is_no_split()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var held = await a.Register(Name, Counting()).Granted();
        var (waiting, before) = (b.Register(Name, Counting()), held.FencingToken);
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(TestMesh.Lease / 2);
        a.Link.IsCut = false;
        await mesh.AdvanceAsync(TestMesh.Lease);
        Assert.Equal((MeshState.Joined, before, 0), (a.Mesh.State, held.FencingToken, _asked));
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task Two_sides_without_a_common_name_merge_to_the_union()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var b = await mesh.StartIslandAsync("b");
        await a.Register("on a", Counting()).Granted();
        var held = await b.Register("on b", Counting()).Granted();
        Assert.Equal(FencingToken.None, held.FencingToken);

        await b.Mesh.ConnectAsync(Stop).Done("the join");
        await mesh.IdleAsync();
        foreach (var node in new[] { a, b })
        {
            Assert.Equal(["on a", "on b"], node.Registry.RegisteredNames.Select(n => n.Value).Order());
        }

        Assert.NotEqual(FencingToken.None, held.FencingToken);
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task A_second_register_inside_one_mesh_asks_no_resolver()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await a.Register(Name, Counting()).Granted();
        Assert.False((await b.Registry.TryRegisterAsync(Name, Counting(), Stop).Done("the answer")).IsRegistered);
        Assert.Equal(0, _asked);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(10)]
    public async Task Isolated_owners_that_join_all_at_once_are_one_clash_less_than_owners_and_one_survives(int owners)
    {
        await using var mesh = new TestMesh();
        var nodes = new List<TestNode>();
        var held = new List<GlobalRegistration>();
        for (var i = 0; i < owners; i++)
        {
            nodes.Add(await mesh.StartIslandAsync($"n{i}"));
            held.Add(await nodes[i].Register(Name, Counting()).Granted());
        }

        await Task.WhenAll(nodes.Select(n => n.Mesh.ConnectAsync(Stop))).Done("all to join");
        await mesh.AdvanceAsync(TestMesh.Beat);
        await Eventually.Holds(() => held.Count(h => h.Lost.IsCancellationRequested) == owners - 1, TestMesh.Patience, "all but one to lose");
        var survivor = held.Single(h => !h.Lost.IsCancellationRequested);
        Assert.All(nodes, n => Assert.Equal(survivor.Id, n.Registry.WhereIs(Name)?.Id));
        Assert.InRange(_asked, owners - 1, owners * owners);
    }

    [Fact]
    public async Task Isolated_owners_that_join_one_after_another_are_one_clash_less_than_owners()
    {
        await using var mesh = new TestMesh();
        var held = new List<GlobalRegistration>();
        for (var i = 0; i < 6; i++)
        {
            var node = await mesh.StartIslandAsync($"n{i}");
            held.Add(await node.Register(Name, Counting()).Granted());
            await node.Mesh.ConnectAsync(Stop).Done("the join");
        }

        Assert.Equal(5, _asked);
        await Eventually.Holds(() => held.Count(h => h.Lost.IsCancellationRequested) == 5, TestMesh.Patience, "all but one to lose");
    }

    [Fact]
    public async Task A_thousand_clashes_are_decided_in_forty_commands()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var b = await mesh.StartIslandAsync("b");
        GlobalName[] names = [.. Enumerable.Range(0, 1000).Select(i => new GlobalName($"n{i}"))];
        var held = await Task.WhenAll(names.SelectMany(n => new[] { a.Register(n), b.Register(n) })).Done("the grants");
        await b.Mesh.ConnectAsync(Stop).Done("the clashes to be decided");
        await Eventually.Holds(() => held.Count(h => h.Lost.IsCancellationRequested) == 1000, TestMesh.Patience, "a thousand losers");
        Assert.All(held.Chunk(2), pair => Assert.Single(pair, h => !h.Lost.IsCancellationRequested));
        Assert.Equal(Enumerable.Repeat(25, 40), b.Link.Sent.OfType<ResolveCommand>().Select(command => command.Resolutions.Length));
    }

    [Fact]
    public async Task Until_a_clash_is_decided_both_run_and_all_read_the_stores_record()
    {
        var resolver = new HeldResolver();
        await using var pair = await ClashedPair.ApartAsync(resolver.Resolver);
        var healed = pair.MeetAsync();
        var (_, answer) = await resolver.AskedAsync();
        await pair.Second.Registry.SyncAsync(Stop).Done("the sync");
        await CustomResolverTests.AssertOwnerAsync(pair, pair.FirstHeld);
        Assert.False(pair.FirstHeld.Lost.IsCancellationRequested || pair.SecondHeld.Lost.IsCancellationRequested);
        answer.SetResult(null);
        await healed.Done("the clash to be decided");
    }

    [Fact]
    public async Task A_clash_and_its_loss_are_logged_as_warnings()
    {
        await using var pair = await ClashedPair.ApartAsync(CustomResolverTests.Answering(clash => clash.Mine));
        await pair.HealAsync();
        await pair.OnFirst.NextLost();
        Assert.Contains(pair.Second.Log.GetSnapshot(), r => r.Level == LogLevel.Warning && r.Message.Contains("two live registrations", StringComparison.Ordinal));
        Assert.Contains(pair.First.Log.GetSnapshot(), r => r.Level == LogLevel.Warning && r.Message.Contains("is lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_loser_is_told_exactly_once_even_with_a_custom_resolver()
    {
        await using var pair = await ClashedPair.ApartAsync(CustomResolverTests.Answering(clash => clash.Mine));
        await pair.HealAsync();
        await pair.OnFirst.NextLost();

        // Each of these shows the loss again: a lost session, a reset replica, another join.
        pair.Mesh.Store.Mesh("test").Restart();
        await pair.Mesh.AdvanceAsync(TestMesh.Lease);
        pair.First.Link.IsCut = true;
        await pair.Mesh.AdvanceAsync(2 * TestMesh.Lease);
        pair.First.Link.IsCut = false;
        await pair.Mesh.AdvanceAsync(TestMesh.Lease);
        Assert.Equal((1, 0), (pair.OnFirst.Conflicts, pair.OnSecond.Conflicts));
        await CustomResolverTests.AssertOwnerAsync(pair, pair.SecondHeld);
    }

    [Fact]
    public async Task A_loser_that_asks_again_stands_by_and_takes_over_when_the_winner_goes()
    {
        await using var pair = await ClashedPair.ApartAsync(CustomResolverTests.Answering(clash => clash.Mine));
        await pair.HealAsync();
        await pair.OnFirst.NextLost();
        await pair.FirstClaim.ReleaseAsync().Done("the release");
        var again = pair.First.Register(Name);
        await pair.Mesh.AdvanceAsync(TestMesh.Beat);
        Assert.False(again.IsCompleted);
        await pair.SecondClaim.ReleaseAsync().Done("the release");
        Assert.True((await again.Granted()).FencingToken > pair.SecondHeld.FencingToken);
    }

    [Fact]
    public async Task An_isolated_owner_knows_it()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        await using var events = a.Mesh.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        await a.Register(Name).Granted();
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(TestMesh.Lease);
        Assert.Equal(MeshState.Isolated, a.Mesh.State);
        Assert.True(await events.MoveNextAsync().AsTask().Done("an event"));
        Assert.Equal(new MeshEvent(MeshEventKind.Isolated, a.Mesh.Self), events.Current);
        Assert.Contains(a.Log.GetSnapshot(), r => r.Level == LogLevel.Warning && r.Message.Contains("has not reached the store", StringComparison.Ordinal));

        a.Link.IsCut = false;
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        Assert.True(await events.MoveNextAsync().AsTask().Done("an event"));
        Assert.Equal(new MeshEvent(MeshEventKind.Rejoined, a.Mesh.Self), events.Current);
    }

    private GlobalRegistrationOptions Counting() => new()
    {
        Resolver = CustomResolverTests.Answering(clash =>
        {
            Interlocked.Increment(ref _asked);
            return clash.Mine;
        }),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
