using HostedSingleton.Store;
using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>A join with many claims goes in several steps and is answered as one.</summary>
public sealed class JoinPageTests(RedisFixture redis)
{
    private static readonly NodeId Node = new("joiner", 1);

    [Fact]
    public async Task Many_claims_are_answered_in_the_order_in_which_they_were_presented()
    {
        await using var link = new TestLink(redis.Configuration);
        var waits = Enumerable.Range(1, 200).Select(i => new Wait($"name-{(i * 77) % 200}", i, ClaimSpec.Default)).ToArray();

        var joined = await link.JoinAsync(join => join with { Waits = [.. waits] });

        Assert.Equal(waits.Select(wait => (wait.Name, wait.Number)), joined.Verdicts.Select(verdict => (verdict.Name, verdict.Number)));
        Assert.All(joined.Verdicts, verdict => Assert.Equal(VerdictKind.Owned, verdict.Kind));
    }

    [Fact]
    public async Task What_a_node_with_many_claims_no_longer_names_is_dropped_wherever_it_lies()
    {
        await using var link = new TestLink(redis.Configuration);
        var names = Enumerable.Range(0, 120).Select(i => $"n{i:000}").ToArray();
        await link.JoinAsync(join => join with { Waits = [.. names.Select((name, i) => new Wait(name, i + 1, ClaimSpec.Default))] });

        await link.JoinAsync(join => join with { Waits = [.. names.Select((name, i) => new Wait(name, i + 1, ClaimSpec.Default)).Where((_, i) => i % 40 != 39 && i is > 0 and < 119)] });

        foreach (var (name, i) in names.Select((name, i) => (name, i)))
        {
            Assert.Equal(i % 40 != 39 && i is > 0 and < 119, (await link.RecordAsync(name)).Owner is not null);
        }
    }

    [Fact]
    public async Task What_becomes_of_a_claim_while_later_pages_are_asked_for_is_news_after_the_join()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        await using var owner = new TestLink(redis.Configuration);
        var name = new GlobalName("a");
        await owner.JoinAsync();
        var held = await owner.RegisterAsync(name.Value);
        var writer = new CommandWriter(new RedisScripts(), owner.Keys);
        var before = Assert.IsType<JoinedReply>(Send(JoinPage.Whole(Join(1, "b"))));
        var join = Join(2, "a") with { LastGeneration = before.Generation, Waits = [new Wait(name, 1, ClaimSpec.Default), new Wait("b", 2, ClaimSpec.Default)] };
        var pages = 0;

        var joined = Assert.IsType<JoinedReply>(JoinPages.Ask(join, 1, TimeProvider.System, page =>
        {
            if (++pages == 2)
            {
                // The joiner's lease holds from before: it stands next in line, and gets the name between its pages.
                Assert.IsType<DoneReply>(owner.AskAsync(new UnregisterCommand(owner.Node, owner.Beat.Session, name, held.Number)).GetAwaiter().GetResult());
            }

            return Send(page);
        }));

        var record = await owner.RecordAsync(name.Value);
        Assert.Equal((VerdictKind.Queued, Node), (joined.Verdicts[0].Kind, record.Owner?.Node));
        Assert.True(record.Version > joined.Version, $"The grant has version {record.Version}, and the join says that all up to {joined.Version} is known.");

        StoreReply Send(JoinPage page) =>
            ReplyReader.Read(page.Join, connection.GetDatabase().ScriptEvaluate(writer.Join(page).Script.Source, owner.Keys.All, writer.Join(page).Values));
    }

    [Fact]
    public async Task A_claim_that_a_page_has_confirmed_is_no_longer_a_silent_owners_while_later_pages_are_asked_for()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var clock = new SettableClock();
        var mesh = new RedisDouble(connection.GetDatabase(), $"pages-{Guid.NewGuid():n}", clock);
        var other = new NodeId("other", 2);
        mesh.Execute(JoinPage.Whole(Join(1, "a")));
        var snapshot = mesh.Snapshot();
        var mine = Owner()!;
        clock.Now += 1_000_000;
        mesh.Execute(new FreeCommand(Node, 1, "a"));
        mesh.Execute(new UnregisterCommand(Node, 1, "a", 1));
        mesh.Execute(Of(other, 1) with { Waits = [new Wait("a", 1, ClaimSpec.Default)] });
        var theirs = Owner()!;
        mesh.RestartFrom(snapshot);
        var join = Of(Node, 2) with { Holds = [HoldOf(mine)], Waits = [new Wait("b", 2, ClaimSpec.Default)] };
        ClaimVerdict? verdict = null;
        var pages = 0;

        var joined = Assert.IsType<JoinedReply>(JoinPages.Ask(join, 1, TimeProvider.System, page =>
        {
            if (++pages == 2)
            {
                verdict = Assert.Single(Assert.IsType<JoinedReply>(mesh.Execute(Of(other, 2) with { Holds = [HoldOf(theirs)] })).Verdicts);
            }

            return mesh.Execute(page);
        }));

        Assert.Equal((other, true), (theirs.Node, theirs.Token > mine.Token));
        Assert.Equal((VerdictKind.Clash, Node), (verdict?.Kind, verdict?.Theirs?.Node));
        Assert.Equal((VerdictKind.Owned, mine.Id), (joined.Verdicts[0].Kind, Owner()?.Id));
        mesh.CleanUp();

        GlobalOwner? Owner() => Assert.IsType<StatusReply>(mesh.Execute(new StatusCommand("a"))).Record.Owner;

        static JoinCommand Of(NodeId node, long session) => Join(session, "a") with { Node = node, Waits = [] };

        static Hold HoldOf(GlobalOwner owner) =>
            new("a", owner.Id.Number, owner.Token, (owner.RegisteredAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, HoldState.Running, ClaimSpec.Default);
    }

    [Fact]
    public async Task Names_whose_waiters_are_all_joining_neither_keep_a_reaper_busy_nor_others_from_their_heirs()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var clock = new SettableClock();
        var mesh = new RedisDouble(connection.GetDatabase(), $"pages-{Guid.NewGuid():n}", clock);
        var (owner, third) = (new NodeId("owner", 2), new NodeId("third", 3));
        var waits = Enumerable.Range(0, 5).Select(i => new Wait($"a{i}", i + 1, ClaimSpec.Default)).ToArray();
        mesh.Execute(Of(owner, waits));
        for (var i = 0; i < 61; i++)
        {
            // The lease clock follows a grace at a time.
            clock.Now += 1_000_000;
            mesh.Execute(new BeatCommand(owner, 1));
        }

        var first = Assert.IsType<JoinedReply>(mesh.Execute(new JoinPage(Of(Node, waits[..4]), "", "b")));
        mesh.Execute(new JoinPage(Of(third, waits[4..]), "", "b"));
        foreach (var wait in waits)
        {
            mesh.Execute(new UnregisterCommand(owner, 1, wait.Name, wait.Number));
        }

        End(third);
        Assert.Equal([false, false, true], [Reap(2), Reap(2), Reap(2)]);
        Assert.Equal(third, Owner(waits[4])?.Node);
        Assert.False(Reap(2));
        Assert.True(Assert.IsType<BeatReply>(mesh.Execute(new BeatCommand(owner, 1))).ReapDue);

        End(Node);
        Assert.Equal([true, false], [Reap(3), Reap(3)]);
        Assert.All(waits[..4], wait => Assert.Equal(Node, Owner(wait)?.Node));
        mesh.CleanUp();

        static JoinCommand Of(NodeId node, params Wait[] waits) => Join(1, "a") with { Node = node, Waits = [.. waits] };

        void End(NodeId node) => Assert.IsType<JoinedReply>(mesh.Execute(new JoinPage(Of(node), "b", "") { Generation = first.Generation }));

        bool Reap(int limit) => Assert.IsType<ReapedReply>(mesh.Execute(new ReapCommand(owner, 1, limit))).More;

        GlobalOwner? Owner(Wait wait) => Assert.IsType<StatusReply>(mesh.Execute(new StatusCommand(wait.Name))).Record.Owner;
    }

    [Theory]
    [InlineData(2, 0)] // a page of another session
    [InlineData(1, 5)] // a page of another generation
    public async Task A_page_that_does_not_follow_on_the_one_before_is_refused(long session, long generation)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var keys = new RedisKeys($"pages-{Guid.NewGuid():n}", 0);
        var writer = new CommandWriter(new RedisScripts(), keys);
        var first = (JoinedReply)Ask(new JoinPage(Join(1, "a"), "", "a"));

        var refused = Ask(new JoinPage(Join(session, "b"), "a", "") { Generation = generation == 0 ? first.Generation : generation });
        var ended = Ask(new JoinPage(Join(1, "b"), "a", "") { Generation = first.Generation });

        Assert.IsType<GoneReply>(refused);
        Assert.Equal(VerdictKind.Owned, Assert.Single(Assert.IsType<JoinedReply>(ended).Verdicts).Kind);
        await connection.GetDatabase().KeyDeleteAsync(keys.All);

        StoreReply Ask(JoinPage page) =>
            ReplyReader.Read(page.Join, connection.GetDatabase().ScriptEvaluate(writer.Join(page).Script.Source, keys.All, writer.Join(page).Values));
    }

    [Fact]
    public void A_join_tells_how_much_later_than_itself_its_last_page_was_sent()
    {
        var clock = new SettableClock();
        var join = Join(1, "a") with { Waits = [new Wait("a", 1, ClaimSpec.Default), new Wait("b", 2, ClaimSpec.Default), new Wait("c", 3, ClaimSpec.Default)] };

        var paged = Assert.IsType<JoinedReply>(JoinPages.Ask(join, 1, clock, Answer));
        var whole = Assert.IsType<JoinedReply>(JoinPages.Ask(join, 3, clock, Answer));

        // Two pages were answered before it; its own answer does not count.
        Assert.Equal((TimeSpan.FromSeconds(6), TimeSpan.Zero), (paged.LastPartAfter, whole.LastPartAfter));

        StoreReply Answer(JoinPage page)
        {
            clock.Now += 3_000_000;
            return new JoinedReply(1, 1, false, TimeSpan.Zero, [.. page.Join.Waits.Select(wait => new ClaimVerdict(wait.Name, wait.Number, VerdictKind.Owned))], []);
        }
    }

    [Fact]
    public async Task Until_its_last_page_a_node_may_send_nothing_else()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var keys = new RedisKeys($"pages-{Guid.NewGuid():n}", 0);
        var writer = new CommandWriter(new RedisScripts(), keys);
        var first = (JoinedReply)Ask(Join(1, "a"), writer.Join(new JoinPage(Join(1, "a"), "", "a")));

        Assert.IsType<GoneReply>(Ask(new BeatCommand(Node, 1), writer.Write(new BeatCommand(Node, 1))));
        Ask(Join(1, "b"), writer.Join(new JoinPage(Join(1, "b"), "a", "") { Generation = first.Generation }));
        Assert.IsType<BeatReply>(Ask(new BeatCommand(Node, 1), writer.Write(new BeatCommand(Node, 1))));
        await connection.GetDatabase().KeyDeleteAsync(keys.All);

        StoreReply Ask(StoreCommand command, ScriptCall call) =>
            ReplyReader.Read(command, connection.GetDatabase().ScriptEvaluate(call.Script.Source, keys.All, call.Values));
    }

    private static JoinCommand Join(long session, GlobalName name) => new(Node, session)
    {
        Lease = TimeSpan.FromSeconds(60), Grace = TimeSpan.FromSeconds(2), LongestLease = TimeSpan.Zero, Beat = TimeSpan.FromSeconds(0.5), Waits = [new Wait(name, name == "a" ? 1 : 2, ClaimSpec.Default)],
    };
}
