using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>Events: numbered, told once, and to be read again.</summary>
public abstract class EventContract : StoreContract
{
    [Fact]
    public async Task They_are_numbered_from_one_without_a_gap_and_tell_each_state_once()
    {
        var (a, version) = await LiveAsync();

        var told = (await HeardAsync(a.Generation, version)).SelectMany(h => h.Events).ToList();

        Assert.Equal(Enumerable.Range(1, told.Count).Select(i => (long)i), told.Select(e => e.Version));
        Assert.Equal(version, told[^1].Version);
        foreach (var name in told.OfType<NameRecord>().GroupBy(r => r.Name))
        {
            Assert.All(name.Zip(name.Skip(1)), pair => Assert.False(StoreTable.Same(pair.First, pair.Second with { Version = pair.First.Version }), $"{pair.Second} tells nothing new."));
        }
    }

    [Fact]
    public async Task Replaying_them_gives_the_same_tables_as_reading_the_pages()
    {
        var (a, version) = await LiveAsync();
        var replayed = new StoreTable();
        foreach (var batch in await HeardAsync(a.Generation, version))
        {
            replayed.Apply(batch.Events);
        }

        var read = await StoreTable.ReadAsync(Store, a.Generation, limit: 3);

        Assert.Equal(read.Describe(), replayed.Describe());
    }

    [Fact]
    public async Task They_can_be_read_again_from_any_version()
    {
        var (a, version) = await LiveAsync();
        var told = (await HeardAsync(a.Generation, version)).SelectMany(h => h.Events).ToList();

        for (var since = 0L; since <= version; since++)
        {
            var reply = await Store.ExecuteAsync<EventsReply>(new SinceCommand(a.Generation, since, 1_000));
            Assert.Equal((a.Generation, version), (reply.Batch.Generation, reply.Version));
            Assert.Equal(told.Skip((int)since).Select(StoreTable.Describe), reply.Batch.Events.Select(StoreTable.Describe));
        }
    }

    [Fact]
    public async Task They_are_read_again_in_portions()
    {
        var (a, version) = await LiveAsync();
        var read = new List<long>();
        EventsReply reply;
        do
        {
            reply = await Store.ExecuteAsync<EventsReply>(new SinceCommand(a.Generation, read.LastOrDefault(), 2));
            Assert.InRange(reply.Batch.Events.Length, 1, 2);
            read.AddRange(reply.Batch.Events.Select(e => e.Version));
        }
        while (read[^1] < reply.Version);

        Assert.Equal(version, read.Count);
    }

    [Fact]
    public async Task What_the_log_no_longer_has_is_too_old()
    {
        var a = await JoinAsync("a");
        for (var told = 0; told <= Store.LogLength; told += 2_000)
        {
            await a.JoinAsync(waits: Enumerable.Range(0, 1_000).Select(i => a.NewWait($"n{i}")));
            await a.JoinAsync();
        }

        var version = (await a.BeatAsync()).Version;

        Assert.IsType<TooOldReply>(await Store.ExecuteAsync(new SinceCommand(a.Generation, 1, 10)));
        Assert.Single((await Store.ExecuteAsync<EventsReply>(new SinceCommand(a.Generation, version - 1, 10))).Batch.Events);
        Assert.Empty((await Store.ExecuteAsync<EventsReply>(new SinceCommand(a.Generation, version, 10))).Batch.Events);
    }

    [Fact]
    public async Task Another_generation_and_a_version_that_was_never_reached_are_too_old()
    {
        var (a, version) = await LiveAsync();

        Assert.IsType<TooOldReply>(await Store.ExecuteAsync(new SinceCommand(a.Generation + 1, 0, 10)));
        Assert.IsType<TooOldReply>(await Store.ExecuteAsync(new SinceCommand(a.Generation, version + 1, 10)));
        Assert.IsType<TooOldReply>(await Store.ExecuteAsync(new PageCommand(a.Generation + 1, 0, 10)));
    }

    [Fact]
    public async Task What_changes_nothing_for_the_mesh_is_not_told()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        var version = (await a.BeatAsync()).Version;

        var queued = await b.RegisterAsync(Name);
        await b.TryAsync(Name);
        await b.UnregisterAsync(queued);
        await b.FreeAsync("unknown");
        await a.JoinAsync(ContractNode.HoldOf(owned));
        await b.ReapAsync();
        await StatusAsync(Name);

        Assert.Equal(version, (await a.BeatAsync()).Version);
    }

    [Fact]
    public async Task A_name_of_which_nothing_is_left_is_told_as_empty_and_then_in_no_page()
    {
        var a = await JoinAsync("a");
        await a.UnregisterAsync(await a.RegisterAsync(Name));

        var version = (await a.BeatAsync()).Version;

        var last = Assert.IsType<NameRecord>((await HeardAsync(a.Generation, version))[^1].Events[^1]);
        Assert.Equal((Name, true), (last.Name, last.IsEmpty));
        Assert.Empty((await Store.ExecuteAsync<PageReply>(new PageCommand(a.Generation, 0, 10))).Names);
    }

    [Fact]
    public async Task The_events_of_one_command_are_told_together()
    {
        var a = NewNode("a");
        var joined = await a.JoinAsync(Enumerable.Range(0, 10).Select(i => a.IslandHold($"n{i}")));

        var batch = Assert.Single(await HeardAsync(a.Generation, joined.Version));

        Assert.Equal((a.Generation, 11), (batch.Generation, batch.Events.Length));
    }

    /// <summary>A bit of everything that a mesh can go through in one generation.</summary>
    private async Task<(ContractNode Node, long Version)> LiveAsync()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var labels = ClaimSpec.Default.Labels.Add("zone", "1");
        var (theirs, mine) = await ClashAsync(a, b, ClaimSpec.Default with { Labels = labels, Priority = 2 });
        await b.ResolveAsync(mine, theirs.Token, Decision.Theirs);
        await c.RegisterAsync(Name);
        await b.TakeAsync("taken", Stopping);
        await a.TakeAsync("taken", Stopping);
        await a.CompleteAsync(await a.RegisterAsync("done"));
        await c.RegisterAsync("freed");
        await b.FreeAsync("freed");
        await b.UnregisterAsync(await b.RegisterAsync("gone"));
        var (more, hold) = (await a.RegisterAsync("neither"), b.IslandHold("neither"));
        await b.ResolveAsync(hold, more.Token, Decision.None);
        await OutliveAsync(a, c);
        await JoinAsync("d");
        await c.LeaveAsync();
        return (a, (await a.BeatAsync()).Version);
    }
}
