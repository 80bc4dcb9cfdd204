using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>What the store says of how registrations stand: leases count on its own clock.</summary>
public abstract class StatusContract : StoreContract
{
    /// <summary>What may really pass while a test runs.</summary>
    private static readonly TimeSpan Room = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task What_is_left_of_a_lease_goes_down_while_its_node_is_silent_and_is_whole_after_a_beat()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        await b.RegisterAsync(Name, ClaimSpec.Default with { Priority = 3 });

        await PassAsync(3 * Grace, b);
        var status = await StatusAsync(Name);
        AssertNear(Lease - (3 * Grace), status.Owner!.LeaseLeft);
        Assert.Equal((b.Id, 3, false), (status.Line.Single().Id.Node, status.Line.Single().Priority, status.Line.Single().IsSuspect));
        AssertNear(Lease, status.Line.Single().LeaseLeft);

        await a.BeatAsync();
        AssertNear(Lease, (await StatusAsync(Name)).Owner!.LeaseLeft);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_lease_that_has_ended_before_anybody_reaps()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);

        await PassAsync(Lease + Grace);

        var status = await StatusAsync(Name);
        Assert.Equal((a.Id, TimeSpan.Zero), (status.Owner!.Id.Node, status.Owner.LeaseLeft));
        Assert.Equal((b.Id, TimeSpan.Zero), (status.Line.Single().Id.Node, status.Line.Single().LeaseLeft));
    }

    [Fact]
    public async Task A_suspect_is_shown_as_one_until_it_beats()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);

        await a.SuspectAsync(b);
        var suspect = (await StatusAsync(Name)).Line.Single();
        Assert.True(suspect.IsSuspect);
        AssertNear(2 * Beat, suspect.LeaseLeft);

        await b.BeatAsync();
        Assert.False((await StatusAsync(Name)).Line.Single().IsSuspect);
    }

    [Fact]
    public async Task A_node_that_was_not_heard_in_this_generation_has_no_lease()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);

        await Store.RestartAsync();

        var status = await StatusAsync(Name);
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (status.Owner!.LeaseLeft, status.Line.Single().LeaseLeft));
    }

    [Fact]
    public async Task It_says_how_long_the_generation_still_settles()
    {
        var a = await JoinAsync("a");
        AssertNear(Lease, (await StatusAsync(Name)).SettlesIn);

        await PassAsync(2 * Grace, a);
        AssertNear(Lease - (2 * Grace), (await StatusAsync(Name)).SettlesIn);

        await PassAsync(Lease, a);
        Assert.Equal(TimeSpan.Zero, (await StatusAsync(Name)).SettlesIn);
        Assert.Null((await StatusAsync(Name)).Owner);
    }

    private static void AssertNear(TimeSpan expected, TimeSpan left) => Assert.InRange(left, expected - Room, expected);
}
