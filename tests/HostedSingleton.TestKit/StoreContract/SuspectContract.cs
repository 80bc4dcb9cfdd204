using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>A node whose connection is gone is suspect: its lease gets shorter, never longer, and never where a body counts on the whole of it.</summary>
public abstract class SuspectContract : StoreContract
{
    private static readonly TimeSpan Room = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task It_is_given_two_beats_after_its_last_one()
    {
        var (a, b) = await OwnerAndHeirAsync();
        await PassAsync(Beat / 2, b);

        Assert.True(await b.SuspectAsync(a));

        await ExpectReapedAtAsync(1.5 * Beat, b);
    }

    [Fact]
    public async Task It_is_given_at_least_one_beat_to_clear_itself()
    {
        var (a, b) = await OwnerAndHeirAsync();
        await PassAsync(1.6 * Beat, b);

        Assert.True(await b.SuspectAsync(a));

        await ExpectReapedAtAsync(Beat, b);
    }

    [Fact]
    public async Task Its_lease_is_never_made_longer()
    {
        var (a, b) = await OwnerAndHeirAsync();
        await PassAsync(2.5 * Beat, b);

        Assert.False(await b.SuspectAsync(a));

        await ExpectReapedAtAsync(Lease - (2.5 * Beat), b);
    }

    [Fact]
    public async Task A_second_suspicion_gives_it_no_more_time()
    {
        var (a, b) = await OwnerAndHeirAsync();
        Assert.True(await b.SuspectAsync(a));
        await PassAsync(1.5 * Beat, b);

        Assert.False(await b.SuspectAsync(a));

        await ExpectReapedAtAsync(0.5 * Beat, b);
    }

    [Fact]
    public async Task It_may_be_down_at_once()
    {
        var (a, b) = await OwnerAndHeirAsync();

        Assert.True(await b.SuspectAsync(a, atOnce: true));

        Assert.True((await b.BeatAsync()).ReapDue);
        await b.ReapAsync();
        Assert.Equal(b.Id, (await OwnerAsync(Name))?.Node);
    }

    [Fact]
    public async Task A_beat_clears_it()
    {
        var (a, b) = await OwnerAndHeirAsync();
        Assert.True(await b.SuspectAsync(a));

        await a.BeatAsync();

        await ExpectReapedAtAsync(Lease, b);
    }

    [Fact]
    public async Task A_join_clears_it()
    {
        var (a, b) = await OwnerAndHeirAsync();
        var owned = (await RecordAsync(Name)).Owner!;
        Assert.True(await b.SuspectAsync(a, atOnce: true));

        await a.JoinAsync(new Hold(Name, owned.Id.Number, owned.Token, 1, HoldState.Running, ClaimSpec.Default));

        await ExpectReapedAtAsync(Lease, b);
    }

    [Fact]
    public async Task The_mesh_is_not_told_of_a_suspicion()
    {
        var (a, b) = await OwnerAndHeirAsync();
        var version = (await b.BeatAsync()).Version;

        await b.SuspectAsync(a);

        Assert.Equal(version, (await b.BeatAsync()).Version);
        Assert.Equal(a.Id, (await OwnerAsync(Name))?.Node);
    }

    [Fact]
    public async Task An_owner_that_stops_when_isolated_is_never_suspect()
    {
        var (a, b) = await OwnerAndHeirAsync(Stopping);

        Assert.False(await b.SuspectAsync(a));
        Assert.False(await b.SuspectAsync(a, atOnce: true));

        await ExpectReapedAtAsync(Lease, b);
    }

    [Theory]
    [InlineData("taken", true)]
    [InlineData("taken", false)]
    [InlineData("freed", true)]
    [InlineData("decided against", true)]
    [InlineData("decided against", false)]
    [InlineData("noted", true)]
    public async Task Nor_is_one_that_must_stop(string how, bool stops)
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await EndAsync(how, a, b, stops ? Stopping : ClaimSpec.Default);
        Assert.Contains(a.Id, (await RecordAsync(Name)).Ending.Select(id => id.Node));

        Assert.False(await b.SuspectAsync(a));
        Assert.False(await b.SuspectAsync(a, atOnce: true));
    }

    [Theory]
    [InlineData("taken")]
    [InlineData("freed")]
    [InlineData("decided against")]
    public async Task A_suspect_that_must_stop_counts_on_its_full_lease_again(string how)
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.BeatAsync();
        await EndAsync(how, a, b, ClaimSpec.Default, () => b.SuspectAsync(a));

        await PassAsync(Lease - Room, b);
        await b.ReapAsync();
        Assert.Contains(a.Id, (await RecordAsync(Name)).Ending.Select(id => id.Node));
    }

    [Fact]
    public async Task Once_its_body_has_stopped_it_is_a_node_like_any_other()
    {
        var (a, b) = await OwnerAndHeirAsync(Stopping);
        await b.TakeAsync(Name, Stopping);
        await a.JoinAsync();

        Assert.True(await b.SuspectAsync(a));
    }

    [Fact]
    public async Task A_suspect_that_is_granted_a_name_which_stops_when_isolated_counts_on_its_full_lease()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await b.RegisterAsync(Name, Stopping);
        await a.RegisterAsync(Name, Stopping);
        await b.RegisterAsync(Name, Stopping);
        await a.BeatAsync();
        Assert.True(await b.SuspectAsync(a));

        await b.UnregisterAsync(owned);

        await ExpectReapedAtAsync(Lease, b);
    }

    [Theory]
    [InlineData(nameof(Decision.Mine))]
    [InlineData(nameof(Decision.Theirs))]
    [InlineData(nameof(Decision.None))]
    public async Task A_suspect_whose_clash_is_decided_counts_on_its_full_lease_if_it_stops_when_isolated(string decided)
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(b, a, Stopping);
        await b.RegisterAsync(Name, Stopping);
        Assert.True(await b.SuspectAsync(a, atOnce: true));

        await a.ResolveAsync(mine, theirs.Token, Enum.Parse<Decision>(decided));

        await PassAsync(Lease - Room, b);
        await b.ReapAsync();
        await a.BeatAsync();
    }

    [Fact]
    public async Task Nobody_is_suspect_while_the_store_settles()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        await a.RegisterAsync(Name);

        Assert.False(await b.SuspectAsync(a));
        Assert.False(await b.SuspectAsync(a, atOnce: true));
    }

    [Fact]
    public async Task A_node_that_is_gone_or_unknown_cannot_be_suspect()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.LeaveAsync(goodbye: false);

        Assert.False(await b.SuspectAsync(a, atOnce: true));
        Assert.False(await b.SuspectAsync(NewNode("stranger"), atOnce: true));
        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new SuspectCommand(a.Id, a.Session, b.Id, AtOnce: true)));
    }

    private async Task<(ContractNode Owner, ContractNode Heir)> OwnerAndHeirAsync(ClaimSpec? spec = null)
    {
        var nodes = await SettledAsync("a", "b");
        await nodes[0].RegisterAsync(Name, spec);
        await nodes[1].RegisterAsync(Name, spec);
        return (nodes[0], nodes[1]);
    }

    /// <summary>The owner's lease ends so much later on the lease clock, and then the heir has the name.</summary>
    private async Task ExpectReapedAtAsync(TimeSpan time, ContractNode heir)
    {
        await PassAsync(time - Room, heir);
        Assert.False((await heir.BeatAsync()).ReapDue);
        await PassAsync(Room, heir);
        Assert.True((await heir.BeatAsync()).ReapDue);
        await heir.ReapAsync();
        Assert.Equal(heir.Id, (await OwnerAsync(Name))?.Node);
    }

    /// <summary>Makes the first node's registration one that must stop.</summary>
    private async Task EndAsync(string how, ContractNode node, ContractNode other, ClaimSpec spec, Func<Task>? before = null)
    {
        var owned = await node.RegisterAsync(Name, spec);
        await (before?.Invoke() ?? Task.CompletedTask);
        switch (how)
        {
            case "taken":
                await other.TakeAsync(Name, spec);
                break;
            case "freed":
                await other.FreeAsync(Name);
                break;
            case "noted":
                await node.JoinAsync(ContractNode.HoldOf(owned, HoldState.Ending, spec));
                break;
            default:
                var mine = other.IslandHold(Name);
                await other.JoinAsync(mine);
                await other.ResolveAsync(mine, owned.Token, Decision.Mine);
                break;
        }
    }
}
