using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>What a record remembers of those who lost the name without a goodbye, and for how long.</summary>
public abstract class RemembranceContract : StoreContract
{
    [Fact]
    public async Task A_clash_once_decided_stays_decided_when_the_loser_joins_again()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b);
        var lost = await b.ResolveAsync(mine, theirs.Token, Decision.Theirs);

        var again = await b.JoinAsync(mine);

        Assert.Equal((VerdictKind.Lost, lost.Loss), (again.Kind, again.Loss));
        Assert.Equal(a.Registration(theirs), await OwnerAsync(Name));
    }

    [Fact]
    public async Task However_many_owners_die_one_after_another_the_record_stays_small()
    {
        var a = (await SettledAsync("a"))[0];
        for (var i = 0; i < 40; i++)
        {
            var dies = NewNode($"dies-{i}");
            await dies.JoinAsync();
            Assert.Equal(VerdictKind.Owned, (await dies.RegisterAsync(Name)).Kind);
            await OutliveAsync(a);
        }

        Assert.True(await a.UnregisterAsync(await a.RegisterAsync(Name)));

        Assert.InRange((await RecordAsync(Name)).Lost.Length, 1, 16);
    }

    [Fact]
    public async Task An_owner_that_lost_while_it_was_cut_off_is_told_when_it_comes_back()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b);
        await b.ResolveAsync(mine, theirs.Token, Decision.Mine);
        await OutliveAsync(b);

        var back = await a.JoinAsync(ContractNode.HoldOf(theirs));

        Assert.Equal((VerdictKind.Lost, ConflictReason.Decided), (back.Kind, back.Loss?.Reason));
        Assert.Equal([a.Registration(theirs)], (await RecordAsync(Name)).Ending);
        Assert.Equal(new RegistrationId(b.Id, mine.Number), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_loser_is_forgotten_with_its_goodbye()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b);
        var lost = await b.ResolveAsync(mine, theirs.Token, Decision.Theirs);

        Assert.True(await b.UnregisterAsync(lost));

        var record = await RecordAsync(Name);
        Assert.Empty(record.Lost);
        Assert.Empty(record.Ending);
    }

    [Fact]
    public async Task A_reaped_owner_that_clashed_and_lost_is_told_once()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        var heir = await b.RegisterAsync(Name);
        await OutliveAsync(b);
        var hold = ContractNode.HoldOf(owned);
        var clash = await a.JoinAsync(hold);
        await a.ResolveAsync(hold, clash.Theirs!.Token, Decision.Theirs);

        await b.UnregisterAsync(heir);

        Assert.Equal((a.Registration(owned), ConflictReason.Decided), Assert.Single((await RecordAsync(Name)).Lost.Select(l => (l.Id, l.Reason))));
    }

    [Fact]
    public async Task Who_was_reaped_before_another_had_the_name_and_gave_it_up_does_not_bring_it_back()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        var heir = await b.RegisterAsync(Name);
        await OutliveAsync(b);
        await b.UnregisterAsync(heir);
        Assert.Null(await OwnerAsync(Name));

        var back = await a.JoinAsync(ContractNode.HoldOf(owned));

        Assert.Equal((VerdictKind.Lost, ConflictReason.Superseded, b.Registration(heir)), (back.Kind, back.Loss?.Reason, back.Loss?.Other?.Id));
        Assert.Null(await OwnerAsync(Name));
    }

    [Fact]
    public async Task Of_two_who_were_reaped_one_after_the_other_the_first_to_come_back_has_the_name_and_the_other_clashes()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var first = await a.RegisterAsync(Name);
        var second = await b.RegisterAsync(Name);
        await OutliveAsync(b, c);
        await OutliveAsync(c);
        Assert.Null(await OwnerAsync(Name));

        Assert.Equal(VerdictKind.Owned, (await a.JoinAsync(ContractNode.HoldOf(first))).Kind);
        Assert.Equal(VerdictKind.Clash, (await b.JoinAsync(ContractNode.HoldOf(second))).Kind);
    }

    [Fact]
    public async Task A_waiter_that_was_granted_unheard_and_lost_the_name_since_is_told_so_and_does_not_wait()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        await a.UnregisterAsync(owned);
        await a.FreeAsync(Name);

        var told = await b.JoinAsync(ContractNode.WaitOf(queued));

        Assert.Equal((VerdictKind.Lost, ConflictReason.Freed), (told.Kind, told.Loss?.Reason));
        Assert.Empty((await StatusAsync(Name)).Queue);
        await b.UnregisterAsync(queued);
        Assert.Null(await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_memory_fades_after_a_day_of_working_time()
    {
        var hour = TimeSpan.FromHours(1);
        var a = await JoinAsync("a", lease: 4 * hour, grace: hour);
        var b = await JoinAsync("b", lease: 4 * hour, grace: hour);
        var (theirs, mine) = await ClashAsync(a, b);
        await b.ResolveAsync(mine, theirs.Token, Decision.Theirs);

        await PassHoursAsync(23, a, b);
        Assert.False((await a.BeatAsync()).ReapDue);
        await a.ReapAsync();
        Assert.Single((await RecordAsync(Name)).Lost);

        await PassHoursAsync(2, a, b);
        Assert.True((await a.BeatAsync()).ReapDue);
        await a.ReapAsync();

        Assert.Empty((await RecordAsync(Name)).Lost);
        Assert.Equal([b.Id], (await RecordAsync(Name)).Ending.Select(id => id.Node));
        Assert.False((await a.BeatAsync()).ReapDue);
    }

    [Fact]
    public async Task A_reaped_owner_is_forgotten_after_a_day_and_leaves_nothing()
    {
        var hour = TimeSpan.FromHours(1);
        var b = await JoinAsync("b", lease: 4 * hour, grace: hour);
        await PassHoursAsync(5, b);
        var empty = await Store.CountAsync();
        var a = await JoinAsync("a", lease: 4 * hour, grace: hour);
        await a.RegisterAsync(Name);
        await PassHoursAsync(5, b);
        await b.ReapAsync();
        await PassHoursAsync(5, b);
        await b.ReapAsync();
        Assert.True(await Store.CountAsync() > empty);

        await PassHoursAsync(20, b);
        await b.ReapAsync();

        Assert.Equal(empty, await Store.CountAsync());
        Assert.Equal(VerdictKind.Owned, (await b.TryAsync(Name)).Kind);
    }

    [Fact]
    public async Task What_a_node_no_longer_names_is_forgotten_also_long_after_the_node_went()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var empty = await Store.CountAsync();
        await a.RegisterAsync(Name);
        await OutliveAsync(b);
        await OutliveAsync(b);
        await OutliveAsync(b);

        await a.JoinAsync();

        Assert.Equal(empty, await Store.CountAsync());
    }

    [Fact]
    public async Task Ephemeral_names_leave_nothing()
    {
        const int Count = 2_000;
        const int Many = 500;
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var empty = await Store.CountAsync();

        for (var done = 0; done < Count; done += Many)
        {
            var names = Enumerable.Range(done, Many).Select(i => (GlobalName)$"ephemeral-{i}").ToArray();
            await a.JoinAsync(waits: names.Select(n => a.NewWait(n)));
            await b.JoinAsync(waits: names.Select(n => b.NewWait(n)));
            await a.JoinAsync();
            await b.JoinAsync();
            Assert.Equal(empty, await Store.CountAsync());
        }

        for (var i = 0; i < 200; i++)
        {
            await a.UnregisterAsync(await a.RegisterAsync($"ephemeral-{i}"));
        }

        Assert.Equal(empty, await Store.CountAsync());
    }

    private async Task PassHoursAsync(int hours, params ContractNode[] beating)
    {
        for (var i = 0; i < hours; i++)
        {
            Store.MoveClock(TimeSpan.FromHours(1));
            foreach (var node in beating)
            {
                await node.BeatAsync();
            }
        }
    }
}
