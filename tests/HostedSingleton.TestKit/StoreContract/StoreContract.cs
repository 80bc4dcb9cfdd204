using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>
/// What every store must do, as tests: each theme is an abstract class of its own. A store's test project derives one class from each theme and opens a fixture.
/// </summary>
public abstract class StoreContract : IAsyncLifetime
{
    /// <summary>The lease of all nodes, unless a test says otherwise. Long, so that what really passes while a test runs does not matter.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>The most that the lease clock may move between two commands: eight of them outlast a lease, seven do not.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    /// <summary>How often nodes say they beat: a third of the lease, so that there are seconds between all that is told apart.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);

    internal static readonly ClaimSpec Stopping = ClaimSpec.Default with { Stop = true };

    internal static readonly GlobalName Name = "orders.relay";

    private readonly List<EventBatch> _heard = [];
    private IStoreFixture? _store;
    private int _incarnations;

    internal IStoreFixture Store => _store ?? throw new InvalidOperationException("The fixture is opened before the first test line runs.");

    /// <summary>Opens a fresh mesh on the store under test.</summary>
    internal abstract Task<IStoreFixture> OpenAsync();

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>A node that has not joined yet.</summary>
    internal ContractNode NewNode(string name, TimeSpan? lease = null, TimeSpan? grace = null) =>
        new(Store, new NodeId(name, ++_incarnations)) { Lease = lease ?? Lease, Grace = grace ?? Grace };

    /// <summary>A node that has joined with nothing.</summary>
    internal async Task<ContractNode> JoinAsync(string name, TimeSpan? lease = null, TimeSpan? grace = null)
    {
        var node = NewNode(name, lease, grace);
        await node.JoinAsync();
        return node;
    }

    /// <summary>Nodes of a mesh whose generation has settled.</summary>
    internal async Task<ContractNode[]> SettledAsync(params string[] names)
    {
        var nodes = new List<ContractNode>();
        foreach (var name in names)
        {
            nodes.Add(await JoinAsync(name));
        }

        await PassAsync(Lease, [.. nodes]);
        return [.. nodes];
    }

    /// <summary>Lets working time pass on the lease clock: some nodes beat, the others are silent.</summary>
    internal async Task PassAsync(TimeSpan time, params ContractNode[] beating)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Grace)
        {
            Store.MoveClock(left < Grace ? left : Grace);
            await StatusAsync(Name);
            foreach (var node in beating)
            {
                await node.BeatAsync();
            }
        }
    }

    /// <summary>Lets the leases of all other nodes end, and reaps.</summary>
    internal async Task OutliveAsync(params ContractNode[] beating)
    {
        await PassAsync(Lease, beating);
        await beating[0].ReapAsync();
    }

    /// <summary>Something happens to the store, and it has no newer data than <paramref name="snapshot"/> where the fault loses some.</summary>
    internal Task SufferAsync(StoreFault fault, object snapshot) => fault switch
    {
        StoreFault.Restart => Store.RestartAsync(),
        StoreFault.SetBack => Store.RestartAsync(snapshot),
        StoreFault.FailOver => Store.FailOverAsync(),
        StoreFault.LossyFailOver => Store.FailOverAsync(snapshot),
        StoreFault.Wipe => Store.WipeAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    internal Task<StatusReply> StatusAsync(GlobalName name) => Store.ExecuteAsync<StatusReply>(new StatusCommand(name));

    internal async Task<NameRecord> RecordAsync(GlobalName name) => (await StatusAsync(name)).Record;

    internal async Task<RegistrationId?> OwnerAsync(GlobalName name) => (await RecordAsync(name)).Owner?.Id;

    /// <summary>All events told so far, up to a version of a generation. It waits for those that are on their way.</summary>
    internal async Task<IReadOnlyList<EventBatch>> HeardAsync(long generation, long version)
    {
        while (!_heard.Exists(b => b.Generation == generation && b.Events[^1].Version >= version))
        {
            _heard.Add(await Store.Events.ReadAsync().AsTask().Within(TimeSpan.FromSeconds(10), $"the event {version} of generation {generation}"));
        }

        return _heard;
    }

    /// <summary>A clash on <see cref="Name"/>: one node owns it, and another comes with a claim of its own that runs.</summary>
    internal static async Task<(ClaimVerdict Theirs, Hold Mine)> ClashAsync(ContractNode owner, ContractNode comer, ClaimSpec? spec = null)
    {
        var theirs = await owner.RegisterAsync(Name, spec);
        var mine = comer.IslandHold(Name, spec: spec);
        var verdict = await comer.JoinAsync(mine);
        Assert.Equal((VerdictKind.Owned, VerdictKind.Clash), (theirs.Kind, verdict.Kind));
        Assert.Equal(theirs.Token, verdict.Theirs?.Token);
        return (theirs, mine);
    }
}
