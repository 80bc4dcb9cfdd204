using System.Collections.Immutable;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>The built-in resolvers, as winner and loser see them.</summary>
public sealed class BuiltInResolverTests
{
    [Fact]
    public async Task RandomExit_cancels_the_loser_at_once_and_tells_the_winner_nothing()
    {
        await using var pair = await ClashedPair.ApartAsync(Resolvers.RandomExit);
        await pair.HealAsync();
        await AssertOneLostAsync(pair, exits: true);
    }

    [Fact]
    public async Task RandomNotify_tells_the_loser_so_that_it_can_stop_and_the_winner_nothing()
    {
        await using var pair = await ClashedPair.ApartAsync(Resolvers.RandomNotify);
        await pair.HealAsync();
        await AssertOneLostAsync(pair, exits: false);
    }

    [Fact]
    public async Task RandomNotify_is_the_default()
    {
        await using var pair = await ClashedPair.ApartAsync(new GlobalRegistrationOptions());
        await pair.HealAsync();
        Assert.Equal(Resolvers.RandomNotify.Name, (await pair.LostAsync()).Conflict.Resolver);
    }

    [Fact]
    public async Task NotifyAll_tells_both_of_the_other_and_the_heir_starts_when_both_have_stopped()
    {
        await using var pair = await ClashedPair.ApartAsync(Resolvers.NotifyAll);
        await pair.HealAsync();
        await CustomResolverTests.AssertNobodyWonAsync(pair);
    }

    [Fact]
    public async Task NotifyAll_gives_the_name_to_the_heir_when_a_loser_outlasts_its_grace_period()
    {
        await using var pair = await ClashedPair.ApartAsync(new GlobalRegistrationOptions { Resolver = Resolvers.NotifyAll, ConflictGracePeriod = TimeSpan.FromSeconds(3) });
        await pair.HealAsync();
        var heir = pair.First.Register(ClashedPair.Name);
        await pair.FirstClaim.ReleaseAsync().Done("the release");
        await pair.Mesh.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.False(heir.IsCompleted);
        await pair.Mesh.AdvanceAsync(TimeSpan.FromSeconds(2));
        await heir.Granted();
        Assert.Contains(pair.Second.Log.GetSnapshot(), r => r.Message.Contains("has not stopped within", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NotifyAll_waits_under_Stop_for_as_long_as_a_loser_takes()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var options = new GlobalRegistrationOptions { WhenIsolated = WhenIsolated.Stop, ConflictGracePeriod = TimeSpan.FromSeconds(1) };
        var loser = await a.Register(ClashedPair.Name, options).Granted();
        var heir = b.Register(ClashedPair.Name, options);
        await b.Registry.UnregisterAsync(ClashedPair.Name, TestContext.Current.CancellationToken);
        await loser.Lost.Fired();
        await mesh.AdvanceAsync(6 * TestMesh.Lease);
        Assert.False(heir.IsCompleted, "the heir runs beside a loser under Stop that has not stopped");
        await loser.DisposeAsync();
        await heir.Granted();
    }

    [Fact]
    public async Task A_third_owner_meets_no_opponent_after_NotifyAll_and_keeps_the_name()
    {
        await using var pair = await ClashedPair.ApartAsync(Resolvers.NotifyAll);
        var third = await pair.Mesh.StartIslandAsync("third");
        var held = await third.Register(ClashedPair.Name, new GlobalRegistrationOptions { Resolver = Resolvers.NotifyAll }).Granted();
        await pair.HealAsync();
        await third.Mesh.ConnectAsync(TestContext.Current.CancellationToken).Done("the third to join");
        await pair.Mesh.IdleAsync();
        Assert.False(held.Lost.IsCancellationRequested);
        Assert.Equal(held.Id, pair.First.Registry.WhereIs(ClashedPair.Name)?.Id);
    }

    [Fact]
    public async Task After_NotifyAll_both_may_ask_again_and_one_gets_the_name()
    {
        await using var pair = await ClashedPair.ApartAsync(Resolvers.NotifyAll);
        await pair.HealAsync();
        await pair.FirstClaim.ReleaseAsync().Done("the release");
        await pair.SecondClaim.ReleaseAsync().Done("the release");
        var again = await Task.WhenAll(
            pair.First.Registry.TryRegisterAsync(ClashedPair.Name).Done("an answer"), pair.Second.Registry.TryRegisterAsync(ClashedPair.Name).Done("an answer"));
        Assert.Single(again, result => result.IsRegistered);
    }

    [Fact]
    public async Task KeepOldest_keeps_the_registration_that_got_the_name_first() => await AssertKeptAsync(Resolvers.KeepOldest, pair => pair.FirstHeld);

    [Fact]
    public async Task KeepNewest_keeps_the_registration_that_got_the_name_last() => await AssertKeptAsync(Resolvers.KeepNewest, pair => pair.SecondHeld);

    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(2, 1, false)]
    [InlineData(1, 1, false)]
    [InlineData(int.MinValue, int.MaxValue, true)]
    public async Task KeepHighestPriority_keeps_the_larger_and_between_equals_the_older(int first, int second, bool secondWins)
    {
        await using var pair = await ClashedPair.ApartAsync(
            new GlobalRegistrationOptions { Resolver = Resolvers.KeepHighestPriority, Priority = second }, new GlobalRegistrationOptions { Priority = first });
        await pair.HealAsync();
        await CustomResolverTests.AssertOwnerAsync(pair, secondWins ? pair.SecondHeld : pair.FirstHeld);
    }

    [Fact]
    public void Between_two_of_one_instant_the_smaller_token_is_the_older()
    {
        var (small, large) = (StoreWord.Them(1), StoreWord.Them(2) with { Id = new RegistrationId(RegistryScript.Me, 1) });
        Assert.Same(small, Resolvers.KeepOldest.Compare!(new GlobalNameClash("n", small, large)));
        Assert.Same(small, Resolvers.KeepOldest.Compare!(new GlobalNameClash("n", large, small)));
        Assert.Same(large, Resolvers.KeepNewest.Compare!(new GlobalNameClash("n", small, large)));
        Assert.Same(large, Resolvers.KeepNewest.Compare!(new GlobalNameClash("n", large, small)));
    }

    [Theory]
    [InlineData("RandomExit")]
    [InlineData("RandomNotify")]
    public void A_random_resolver_is_a_fair_coin_not_node_order(string name)
    {
        const int Seed = 20;
        var random = new Random(Seed);
        var (low, high) = (StoreWord.Them(1) with { Id = new RegistrationId(new NodeId("A", 1), 1) }, StoreWord.Them(2) with { Id = new RegistrationId(new NodeId("z", 1), 1) });
        foreach (var (mine, theirs) in new[] { (low, high), (high, low) })
        {
            var mineWins = Enumerable.Range(0, 10_000).Count(_ => Resolvers.ByName(name)!.Compare!(new GlobalNameClash("n", mine, theirs) { Random = random }) == mine);
            Assert.True(mineWins is > 4_700 and < 5_300, $"seed {Seed}: {mineWins} of 10000 for {mine}");
        }
    }

    [Fact]
    public async Task A_random_resolver_lets_either_side_win_whoever_comes_back()
    {
        var winners = new List<string>();
        for (var i = 0; i < 24; i++)
        {
            var seed = 1000 + i;
            await using var mesh = new TestMesh();
            var first = await mesh.StartAsync("first");
            var held = await first.Register(ClashedPair.Name).Granted();
            var second = await mesh.StartIslandAsync("second", seed);
            await second.Register(ClashedPair.Name).Granted();
            await second.Mesh.ConnectAsync(TestContext.Current.CancellationToken).Done("the clash to be decided");
            winners.Add(second.Registry.WhereIs(ClashedPair.Name)!.Node.Name);
        }

        Assert.InRange(winners.Count(w => w == "first"), 4, 20);
    }

    [Fact]
    public void The_same_seed_throws_the_same_coins()
    {
        Assert.Equal(Throws(5), Throws(5));
        Assert.NotEqual(Throws(5), Throws(6));

        static ImmutableArray<bool> Throws(int seed)
        {
            var (mine, random) = (StoreWord.Them(1), new Random(seed));
            return [.. Enumerable.Range(0, 64).Select(_ => ReferenceEquals(Resolvers.RandomNotify.Compare!(new GlobalNameClash("n", mine, StoreWord.Them(2)) { Random = random }), mine))];
        }
    }

    private static async Task AssertKeptAsync(GlobalNameResolver resolver, Func<ClashedPair, GlobalRegistration> kept)
    {
        await using var pair = await ClashedPair.ApartAsync(resolver);
        await pair.HealAsync();
        await CustomResolverTests.AssertOwnerAsync(pair, kept(pair));
        Assert.Equal(resolver.Name, (await pair.LostAsync()).Conflict.Resolver);
    }

    private static async Task AssertOneLostAsync(ClashedPair pair, bool exits)
    {
        var (loser, winner, conflict) = await pair.LostAsync();
        await loser.Lost.Fired();
        Assert.Equal(exits, conflict.Exits);
        Assert.Equal((ConflictReason.Decided, loser.Id, winner.Id, winner.Id), (conflict.Reason, conflict.Mine.Id, conflict.Other!.Id, conflict.Winner!.Id));
        await CustomResolverTests.AssertOwnerAsync(pair, winner);
        Assert.False(winner.Lost.IsCancellationRequested);
        Assert.Equal(1, pair.OnFirst.Conflicts + pair.OnSecond.Conflicts);
    }
}
