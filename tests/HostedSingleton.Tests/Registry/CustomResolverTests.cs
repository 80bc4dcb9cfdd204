using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>What a resolver of the user's own may do, row by row of Erlang's table; see README.md beside this file.</summary>
public sealed class CustomResolverTests
{
    private static readonly GlobalName Name = ClashedPair.Name;

    [Fact]
    public async Task A_resolver_that_answers_mine_keeps_the_registration_of_the_node_that_came_back()
    {
        await using var pair = await ClashedPair.ApartAsync(Answering(clash => clash.Mine));
        await pair.HealAsync();

        var conflict = await pair.OnFirst.NextLost();
        Assert.Equal((ConflictReason.Decided, "test", pair.SecondHeld.Id), (conflict.Reason, conflict.Resolver, conflict.Winner!.Id));
        Assert.Equal(pair.FirstHeld.Id, conflict.Mine.Id);
        await pair.FirstHeld.Lost.Fired();
        await AssertOwnerAsync(pair, pair.SecondHeld);
        Assert.False(pair.SecondHeld.Lost.IsCancellationRequested);
        Assert.True(pair.SecondHeld.FencingToken > pair.FirstHeld.FencingToken);
    }

    [Fact]
    public async Task A_resolver_that_answers_theirs_keeps_the_registration_that_the_store_shows()
    {
        await using var pair = await ClashedPair.ApartAsync(Answering(clash => clash.Theirs));
        var before = pair.FirstHeld.FencingToken;
        await pair.HealAsync();

        var conflict = await pair.OnSecond.NextLost();
        Assert.Equal((ConflictReason.Decided, "test", pair.FirstHeld.Id), (conflict.Reason, conflict.Resolver, conflict.Winner!.Id));
        await pair.SecondHeld.Lost.Fired();
        await AssertOwnerAsync(pair, pair.FirstHeld);
        Assert.True(pair.FirstHeld.FencingToken > before, "the winner has no new token, though a sink may have seen a later one");
    }

    [Fact]
    public async Task A_resolver_that_answers_none_frees_the_name_and_both_are_told()
    {
        await using var pair = await ClashedPair.ApartAsync(Answering(_ => null));
        await pair.HealAsync();
        await AssertNobodyWonAsync(pair);
    }

    [Fact]
    public async Task A_resolver_that_answers_a_stranger_counts_as_none_and_both_are_told()
    {
        await using var pair = await ClashedPair.ApartAsync(Answering(clash => clash.Mine with { Id = clash.Mine.Id with { Number = 99 } }));
        await pair.HealAsync();
        await AssertNobodyWonAsync(pair);
        Assert.Contains(pair.Second.Log.GetSnapshot(), r => r.Message.Contains("neither of the two", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_resolver_that_throws_counts_as_none_and_both_are_told()
    {
        await using var pair = await ClashedPair.ApartAsync(Answering(_ => throw new FormatException("broken")));
        await pair.HealAsync();
        await AssertNobodyWonAsync(pair);
        Assert.Contains(pair.Second.Log.GetSnapshot(), r => r.Exception is FormatException);
    }

    [Fact]
    public async Task A_resolver_that_hangs_past_its_limit_counts_as_none_and_hears_that_its_time_is_over()
    {
        var timeOver = new TaskCompletionSource();
        await using var pair = await ClashedPair.ApartAsync(GlobalNameResolver.Create("test", async (_, limit) =>
        {
            await using var registration = limit.Register(timeOver.SetResult);
            await new TaskCompletionSource().Task;
            return null;
        }));
        var healed = pair.MeetAsync();
        await pair.Mesh.AdvanceUntilAsync(() => healed.IsCompleted, "the end of a resolver that hangs");
        await AssertNobodyWonAsync(pair);
        await timeOver.Task.Done("the resolver to hear that its time is over");
    }

    [Fact]
    public async Task A_resolver_that_blocks_its_thread_past_its_limit_counts_as_none()
    {
        using var unblock = new ManualResetEventSlim();
        await using var pair = await ClashedPair.ApartAsync(Answering(clash =>
        {
            unblock.Wait();
            return clash.Mine;
        }));
        var healed = pair.MeetAsync();
        await pair.Mesh.AdvanceUntilAsync(() => healed.IsCompleted, "the end of a resolver that blocks");
        await AssertNobodyWonAsync(pair);

        unblock.Set();
        await pair.Mesh.AdvanceAsync(TestMesh.Beat);
        Assert.Null(pair.First.Registry.WhereIs(Name));
    }

    [Fact]
    public async Task Nothing_else_waits_for_a_running_resolver()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource<GlobalOwner?>());
        await using var pair = await ClashedPair.ApartAsync(GlobalNameResolver.Create("test", (_, _) =>
        {
            asked.SetResult();
            return new ValueTask<GlobalOwner?>(answer.Task);
        }));
        var healed = pair.MeetAsync();
        await asked.Task.Done("the resolver to be asked");

        await using (await pair.Second.Register("other").Granted())
        {
            await pair.Mesh.IdleAsync();
            Assert.Equal(pair.Second.Mesh.Self, pair.First.Registry.WhereIs("other")?.Node);
        }

        await pair.Second.Registry.SyncAsync(Stop).Done("the sync");
        Assert.Equal(pair.FirstHeld.Id, pair.Second.Registry.WhereIs(Name)?.Id);
        Assert.False(healed.IsCompleted);
        answer.SetResult(null);
        await healed.Done("the clash to be decided");
    }

    [Fact]
    public async Task A_resolver_may_use_the_registry_itself()
    {
        TestNode? node = null;
        await using var pair = await ClashedPair.ApartAsync(GlobalNameResolver.Create("test", async (clash, limit) =>
        {
            await (await node!.Registry.RegisterAsync("inner", cancellationToken: limit)).DisposeAsync();
            await node.Registry.SyncAsync(limit);
            return node.Registry.WhereIs(clash.Name) is null ? null : clash.Mine;
        }));
        node = pair.Second;
        await pair.HealAsync();
        await AssertOwnerAsync(pair, pair.SecondHeld);
    }

    [Fact]
    public async Task A_resolver_is_given_node_token_time_priority_and_labels_of_both()
    {
        GlobalNameClash? seen = null;
        var resolver = Answering(clash => (seen = clash).Mine);
        await using var pair = await ClashedPair.ApartAsync(
            new GlobalRegistrationOptions { Resolver = resolver, Priority = 2, Labels = new Dictionary<string, string> { ["zone"] = "east" } },
            new GlobalRegistrationOptions { Priority = 1, Labels = new Dictionary<string, string> { ["zone"] = "west" } });
        var theirs = pair.FirstHeld.FencingToken;
        await pair.HealAsync();

        Assert.Equal(Name, seen!.Name);
        Assert.Equal((pair.Second.Mesh.Self, FencingToken.None, 2, "east"), (seen.Mine.Node, seen.Mine.Token, seen.Mine.Priority, seen.Mine.Labels["zone"]));
        Assert.Equal((pair.First.Mesh.Self, theirs, 1, "west"), (seen.Theirs.Node, seen.Theirs.Token, seen.Theirs.Priority, seen.Theirs.Labels["zone"]));
        Assert.Equal(TimeSpan.FromSeconds(1), seen.Mine.RegisteredAt - seen.Theirs.RegisteredAt);
    }

    [Fact]
    public async Task The_resolver_of_the_node_that_comes_back_decides_and_the_others_is_not_asked()
    {
        var asked = new List<string>();
        await using var pair = await ClashedPair.ApartAsync(
            new GlobalRegistrationOptions { Resolver = GlobalNameResolver.Create("second's", (clash, _) => Note("second's", clash.Theirs)) },
            new GlobalRegistrationOptions { Resolver = GlobalNameResolver.Create("first's", (clash, _) => Note("first's", clash.Mine)) });
        await pair.HealAsync();
        await pair.OnSecond.NextLost();
        Assert.Equal(["second's"], asked);

        ValueTask<GlobalOwner?> Note(string name, GlobalOwner winner)
        {
            asked.Add(name);
            return new ValueTask<GlobalOwner?>(winner);
        }
    }

    /// <summary>Both nodes show it, once they have done what the decision brings.</summary>
    internal static async Task AssertOwnerAsync(ClashedPair pair, GlobalRegistration owner)
    {
        await pair.Mesh.IdleAsync();
        Assert.Equal((owner.Id, owner.FencingToken), Read(pair.First));
        Assert.Equal((owner.Id, owner.FencingToken), Read(pair.Second));

        static (RegistrationId?, FencingToken?) Read(TestNode node) => node.Registry.WhereIs(Name) is var owner ? (owner?.Id, owner?.Token) : default;
    }

    /// <summary>Both are told, nobody is shown, and the heir starts when both have stopped, not before.</summary>
    internal static async Task AssertNobodyWonAsync(ClashedPair pair)
    {
        var (first, second) = (await pair.OnFirst.NextLost(), await pair.OnSecond.NextLost());
        Assert.Equal((ConflictReason.NoWinner, ConflictReason.NoWinner), (first.Reason, second.Reason));
        Assert.Equal((pair.SecondHeld.Id, pair.FirstHeld.Id), (first.Other!.Id, second.Other!.Id));
        Assert.Null(first.Winner ?? second.Winner);
        await pair.FirstHeld.Lost.Fired();
        await pair.SecondHeld.Lost.Fired();
        await pair.Mesh.IdleAsync();
        Assert.Null(pair.First.Registry.WhereIs(Name) ?? pair.Second.Registry.WhereIs(Name));

        var heir = pair.First.Register(Name);
        await pair.FirstClaim.ReleaseAsync().Done("the release");
        await pair.Mesh.IdleAsync();
        Assert.False(heir.IsCompleted, "the heir runs beside a loser that has not stopped");
        await pair.SecondClaim.ReleaseAsync().Done("the release");
        await (await heir.Granted()).DisposeAsync();
        await pair.Mesh.IdleAsync();
        Assert.Equal((1, 1), (pair.OnFirst.Conflicts, pair.OnSecond.Conflicts));
    }

    internal static GlobalNameResolver Answering(Func<GlobalNameClash, GlobalOwner?> answer) => GlobalNameResolver.Create("test", (clash, _) => new ValueTask<GlobalOwner?>(answer(clash)));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
