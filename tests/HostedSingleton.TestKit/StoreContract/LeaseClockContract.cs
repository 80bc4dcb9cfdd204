using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>The lease clock: it counts working time only, so no pause and no step of the server's clock ends a lease, and none extends one.</summary>
public abstract class LeaseClockContract : StoreContract
{
    /// <summary>How many commands outlast a lease when the clock steps far ahead before each.</summary>
    private static readonly int StepsOfALease = (int)Math.Ceiling(Lease / Grace);

    [Fact]
    public async Task The_clock_moves_at_most_the_grace_between_two_commands()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);

        await StepAsync(TimeSpan.FromHours(1), StepsOfALease - 1, b);
        Assert.False((await b.BeatAsync()).ReapDue);
        await a.BeatAsync();

        await StepAsync(TimeSpan.FromHours(1), StepsOfALease, b);
        Assert.True((await b.BeatAsync()).ReapDue);
    }

    [Fact]
    public async Task A_clock_that_steps_back_ends_no_lease()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);

        await StepAsync(TimeSpan.FromHours(-1), 4 * StepsOfALease, b);

        Assert.False((await b.BeatAsync()).ReapDue);
        await b.ReapAsync();
        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_clock_that_stepped_back_counts_on_from_there_and_extends_nothing()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        var heir = await b.RegisterAsync(Name);
        Store.MoveClock(TimeSpan.FromHours(-1));
        await b.BeatAsync();

        await OutliveAsync(b);

        Assert.Equal(b.Registration(heir), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_clock_that_stepped_ahead_and_back_extends_nothing()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        var heir = await b.RegisterAsync(Name);
        foreach (var step in new[] { 1, -2, 1 })
        {
            Store.MoveClock(TimeSpan.FromHours(step));
            await b.BeatAsync();
        }

        await OutliveAsync(b);

        Assert.Equal(b.Registration(heir), await OwnerAsync(Name));
    }

    [Fact]
    public async Task While_nobody_reaches_the_store_no_lease_runs()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);

        Store.MoveClock(TimeSpan.FromDays(3));
        Assert.False((await b.BeatAsync()).ReapDue);
        await b.ReapAsync();
        await a.BeatAsync();

        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
    }

    [Fact]
    public async Task An_owner_that_died_in_an_outage_goes_after_one_lease_of_working_time()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        var heir = await b.RegisterAsync(Name);
        Store.MoveClock(TimeSpan.FromDays(3));

        await OutliveAsync(b);

        Assert.Equal(b.Registration(heir), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_standby_whose_link_flaps_does_not_keep_a_dead_owner_alive()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);

        var rounds = 0;
        do
        {
            rounds++;
            Store.MoveClock(TimeSpan.FromMinutes(10));
            await b.JoinAsync(waits: [b.NewWait(Name)]);
            await b.ReapAsync();
        }
        while ((await OwnerAsync(Name))?.Node != b.Id && rounds < 100);

        Assert.Equal(StepsOfALease, rounds);
    }

    [Fact]
    public async Task The_smallest_grace_in_the_table_of_nodes_counts()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var c = await JoinAsync("c", grace: Grace / 4);

        await StepAsync(TimeSpan.FromHours(1), StepsOfALease, b, c);
        Assert.False((await b.BeatAsync()).ReapDue);

        await StepAsync(TimeSpan.FromHours(1), 3 * StepsOfALease, b, c);
        Assert.True((await b.BeatAsync()).ReapDue);
        Assert.IsType<BeatReply>(await Store.ExecuteAsync(new BeatCommand(a.Id, a.Session)));
    }

    [Fact]
    public async Task Reads_move_the_clock_too()
    {
        var nodes = await SettledAsync("a", "b");
        var b = nodes[1];

        for (var i = 0; i < StepsOfALease; i++)
        {
            Store.MoveClock(TimeSpan.FromHours(1));
            await StatusAsync(Name);
        }

        Assert.True((await b.BeatAsync()).ReapDue);
    }

    private async Task StepAsync(TimeSpan step, int times, params ContractNode[] beating)
    {
        for (var i = 0; i < times; i++)
        {
            Store.MoveClock(step);
            foreach (var node in beating)
            {
                await node.BeatAsync();
            }
        }
    }
}
