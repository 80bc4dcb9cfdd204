using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>How a node goes: with a goodbye, for ever, or by cutting itself off, which it may take back.</summary>
public abstract class LeaveContract : StoreContract
{
    [Fact]
    public async Task A_goodbye_gives_back_all_the_node_has_and_the_heirs_have_it_in_the_same_step()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync("one");
        await a.RegisterAsync("two");
        await b.RegisterAsync("third");
        await a.RegisterAsync("third");
        var heir = await b.RegisterAsync("one");
        var before = (await b.BeatAsync()).Version;

        await a.LeaveAsync();

        Assert.Equal(b.Registration(heir), await OwnerAsync("one"));
        Assert.Null(await OwnerAsync("two"));
        Assert.Empty((await StatusAsync("third")).Queue);
        var told = (await HeardAsync(b.Generation, (await b.BeatAsync()).Version)).SelectMany(h => h.Events).Where(e => e.Version > before).ToList();
        Assert.Equal((a.Id, NodeDownReason.Left), (Assert.IsType<NodeRecord>(told[0]).Node, ((NodeRecord)told[0]).Down));
        Assert.Equal(["one", "two"], told.OfType<NameRecord>().Select(r => r.Name.Value).Order());
    }

    [Fact]
    public async Task A_goodbye_is_for_ever()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await a.LeaveAsync();

        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new BeatCommand(a.Id, a.Session)));
        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new RegisterCommand(a.Id, a.Session, a.NewWait(Name))));
        Assert.Equal(new NameRecord(0, Name, null), (await RecordAsync(Name)) with { Version = 0, Ending = [], Lost = [] });
        Assert.Equal(VerdictKind.Owned, (await b.TryAsync(Name)).Kind);
        Assert.NotEqual(a.Registration(owned), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_node_with_very_many_names_says_goodbye_in_several_steps_and_each_name_is_handed_over()
    {
        const int Count = 1_200;
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.JoinAsync(waits: Enumerable.Range(0, Count).Select(i => a.NewWait($"n{i}")));
        var waits = Enumerable.Range(0, Count).Select(i => b.NewWait($"n{i}")).ToArray();
        await b.JoinAsync(waits: waits);

        await a.LeaveAsync();

        foreach (var wait in waits)
        {
            Assert.Equal(new RegistrationId(b.Id, wait.Number), await OwnerAsync(wait.Name));
        }

        Assert.False((await b.BeatAsync()).ReapDue);
    }

    [Fact]
    public async Task What_is_left_of_a_goodbye_that_was_not_finished_is_reaped()
    {
        const int Count = 1_200;
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.JoinAsync(waits: Enumerable.Range(0, Count).Select(i => a.NewWait($"n{i}")));
        await b.JoinAsync(waits: Enumerable.Range(0, Count).Select(i => b.NewWait($"n{i}")));

        Assert.True((await Store.ExecuteAsync<ReapedReply>(new LeaveCommand(a.Id, a.Session, Goodbye: true))).More);
        Assert.True((await b.BeatAsync()).ReapDue);
        await b.ReapAsync();

        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(b.Id, (await OwnerAsync($"n{i}"))?.Node);
        }
    }

    [Fact]
    public async Task A_goodbye_counts_from_its_first_step_for_every_name()
    {
        const int Count = 1_200;
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var first = (await a.JoinAsync(waits: Enumerable.Range(0, Count).Select(i => a.NewWait($"n{i}")))).Verdicts;
        await OutliveAsync(b, c);
        var second = await b.JoinAsync(waits: Enumerable.Range(0, Count).Select(i => b.NewWait($"n{i}")));
        Assert.All(second.Verdicts, v => Assert.Equal(VerdictKind.Owned, v.Kind));

        await Store.ExecuteAsync<ReapedReply>(new LeaveCommand(b.Id, b.Session, Goodbye: true));

        var back = await a.JoinAsync(holds: first.Select(v => ContractNode.HoldOf(v)));
        Assert.All(back.Verdicts, v => Assert.Equal((VerdictKind.Lost, ConflictReason.Superseded), (v.Kind, v.Loss?.Reason)));
    }

    [Fact]
    public async Task A_name_that_is_touched_before_a_goodbye_has_reached_it_is_handed_over_then()
    {
        const int Count = 1_200;
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.JoinAsync(waits: Enumerable.Range(0, Count).Select(i => a.NewWait($"n{i}")));
        var waits = (await b.JoinAsync(waits: Enumerable.Range(0, Count).Select(i => b.NewWait($"n{i}")))).Verdicts;
        await Store.ExecuteAsync<ReapedReply>(new LeaveCommand(a.Id, a.Session, Goodbye: true));

        foreach (var wait in waits)
        {
            await b.CompleteAsync(wait with { Number = -1 });
            Assert.Equal(b.Registration(wait), await OwnerAsync(wait.Name));
        }
    }

    [Fact]
    public async Task A_node_that_cuts_itself_off_is_gone_and_its_names_go_to_their_heirs()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        var heir = await b.RegisterAsync(Name);
        await a.LeaveAsync(goodbye: false);

        Assert.Equal(b.Registration(heir), await OwnerAsync(Name));
        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new BeatCommand(a.Id, a.Session)));
        var told = (await HeardAsync(b.Generation, (await b.BeatAsync()).Version)).SelectMany(h => h.Events).OfType<NodeRecord>().Last();
        Assert.Equal((a.Id, NodeDownReason.Disconnected), (told.Node, told.Down));
    }

    [Fact]
    public async Task A_node_that_cut_itself_off_regains_what_nobody_took()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await a.LeaveAsync(goodbye: false);
        Assert.Null(await OwnerAsync(Name));

        var back = await a.JoinAsync(ContractNode.HoldOf(owned));

        Assert.Equal((VerdictKind.Owned, owned.RegisteredAt), (back.Kind, back.RegisteredAt));
        Assert.True(back.Token > owned.Token);
        Assert.Equal(VerdictKind.Taken, (await b.TryAsync(Name)).Kind);
    }

    [Fact]
    public async Task A_node_that_cut_itself_off_clashes_for_what_was_taken()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        var heir = await b.RegisterAsync(Name);
        await a.LeaveAsync(goodbye: false);

        var back = await a.JoinAsync(ContractNode.HoldOf(owned));

        Assert.Equal((VerdictKind.Clash, b.Registration(heir)), (back.Kind, back.Theirs?.Id));
    }

    [Fact]
    public async Task A_goodbye_after_cutting_itself_off_leaves_no_memory()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var empty = await Store.CountAsync();
        await a.RegisterAsync(Name);
        await a.LeaveAsync(goodbye: false);
        Assert.True(await Store.CountAsync() > empty);

        await a.LeaveAsync();

        Assert.True(await Store.CountAsync() <= empty);
        Assert.Equal(VerdictKind.Owned, (await b.TryAsync(Name)).Kind);
    }

    [Fact]
    public async Task A_goodbye_while_the_store_settles_gives_back_at_once_what_is_handed_over_later()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name, Stopping);
        var queued = await b.RegisterAsync(Name, Stopping);
        await Store.RestartAsync();
        await a.JoinAsync(ContractNode.HoldOf(owned, spec: Stopping));
        await b.JoinAsync(ContractNode.WaitOf(queued, Stopping));

        await a.LeaveAsync();

        Assert.Null(await OwnerAsync(Name));
        await PassAsync(Lease, b);
        await b.ReapAsync();
        Assert.Equal(b.Registration(queued), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_node_that_cuts_itself_off_while_the_store_settles_keeps_its_names_until_the_end()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var owned = await a.RegisterAsync(Name);
        await a.RegisterAsync("other", Stopping);
        await a.LeaveAsync(goodbye: false);

        var queued = await b.RegisterAsync(Name);
        await b.RegisterAsync("other", Stopping);

        Assert.Equal(VerdictKind.Queued, queued.Kind);
        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
        Assert.Equal([a.Id, b.Id], (await StatusAsync("other")).Queue.Select(id => id.Node));
        await PassAsync(Lease, b);
        await b.ReapAsync();
        Assert.Equal(b.Registration(queued), await OwnerAsync(Name));
        Assert.Equal(b.Id, (await OwnerAsync("other"))?.Node);
    }

    [Fact]
    public async Task A_goodbye_of_an_older_session_is_refused()
    {
        var a = await JoinAsync("a");
        await a.JoinAsync();
        await a.RegisterAsync(Name);

        Assert.Equal(new GoneReply(Newer: true), await Store.ExecuteAsync(new LeaveCommand(a.Id, a.Session - 1, Goodbye: true)));

        Assert.NotNull(await OwnerAsync(Name));
        await a.BeatAsync();
    }

    [Fact]
    public async Task A_goodbye_forgets_what_the_node_has_lost()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        await b.TakeAsync(Name);
        Assert.Single((await RecordAsync(Name)).Lost);

        await a.LeaveAsync();

        var record = await RecordAsync(Name);
        Assert.Empty(record.Lost);
        Assert.Empty(record.Ending);
    }
}
