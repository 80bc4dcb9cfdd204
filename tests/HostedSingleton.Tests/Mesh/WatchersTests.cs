using HostedSingleton.Mesh;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Mesh;

public sealed class WatchersTests
{
    private static readonly MeshEvent Joined = new(MeshEventKind.Joined, new NodeId("a", 1));
    private static readonly MeshEvent Left = new(MeshEventKind.Left, new NodeId("a", 1));

    private readonly Watchers<MeshEvent> _watchers = new(2, missed => new MeshEvent(MeshEventKind.Missed, new NodeId("a", 1)) { Missed = missed });

    [Fact]
    public async Task Nothing_between_the_call_and_the_first_read_is_missed_and_each_has_a_sequence_of_its_own()
    {
        var (one, two) = (_watchers.Watch(Stop), _watchers.Watch(Stop));
        _watchers.Tell(Joined);
        _watchers.Tell(Left);
        _watchers.End();
        Assert.Equal([Joined, Left], await one.ToListAsync(Stop).AsTask().Done("the first sequence"));
        Assert.Equal([Joined, Left], await two.ToListAsync(Stop).AsTask().Done("the second sequence"));
    }

    [Fact]
    public async Task A_sequence_that_is_cancelled_ends_and_is_forgotten()
    {
        using var cancel = new CancellationTokenSource();
        var sequence = _watchers.Watch(cancel.Token);
        Assert.Equal(1, _watchers.Count);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sequence.ToListAsync(Stop).AsTask().Done("the sequence"));
        Assert.Equal(0, _watchers.Count);
    }

    [Fact]
    public async Task A_sequence_that_nobody_reads_is_forgotten_when_its_token_fires()
    {
        using var cancel = new CancellationTokenSource();
        _ = _watchers.Watch(cancel.Token);
        await cancel.CancelAsync();
        Assert.Equal(0, _watchers.Count);
    }

    [Fact]
    public async Task A_sequence_that_is_left_is_forgotten()
    {
        _watchers.Tell(Joined);
        var sequence = _watchers.Watch(Stop);
        _watchers.Tell(Left);
        await foreach (var happened in sequence)
        {
            Assert.Equal(Left, happened);
            break;
        }

        Assert.Equal(0, _watchers.Count);
    }

    [Fact]
    public async Task A_reader_that_is_too_slow_misses_what_finds_no_place_and_hears_how_much()
    {
        var sequence = _watchers.Watch(Stop).GetAsyncEnumerator(Stop);
        foreach (var happened in Enumerable.Repeat(Joined, 5))
        {
            _watchers.Tell(happened);
        }

        Assert.Equal((Joined, Joined), (await NextAsync(), await NextAsync()));
        _watchers.Tell(Left);
        Assert.Equal((MeshEventKind.Missed, 3), ((await NextAsync()) is var missed ? (missed.Kind, missed.Missed) : default));
        Assert.Equal(Left, await NextAsync());

        async Task<MeshEvent> NextAsync()
        {
            Assert.True(await sequence.MoveNextAsync().AsTask().Done("the next event"));
            return sequence.Current;
        }
    }

    [Fact]
    public async Task What_was_missed_is_told_also_at_the_end()
    {
        var sequence = _watchers.Watch(Stop);
        foreach (var happened in Enumerable.Repeat(Joined, 5))
        {
            _watchers.Tell(happened);
        }

        _watchers.End();
        Assert.Equal([0L, 0, 3], (await sequence.ToListAsync(Stop).AsTask().Done("the sequence")).Select(e => e.Missed));
    }

    [Fact]
    public async Task A_reader_hears_only_what_it_wants()
    {
        var sequence = _watchers.Watch(Stop, e => e.Kind == MeshEventKind.Left);
        _watchers.Tell(Joined);
        _watchers.Tell(Left);
        _watchers.End();
        Assert.Equal([Left], await sequence.ToListAsync(Stop).AsTask().Done("the sequence"));
    }

    [Fact]
    public async Task After_the_nodes_end_a_sequence_is_empty()
    {
        _watchers.End();
        Assert.Empty(await _watchers.Watch(Stop).ToListAsync(Stop).AsTask().Done("the sequence"));
    }

    [Fact]
    public async Task A_nodes_sequence_ends_with_the_node()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a", s => s with { ConnectAtStart = false });
        var events = a.Mesh.WatchAsync(Stop).Select(e => e.Kind).ToListAsync(Stop).AsTask();
        await a.Mesh.ConnectAsync(Stop).Done("the join");
        var b = await mesh.StartAsync("b");
        await mesh.IdleAsync();
        await b.LeaveAsync().Done("the goodbye");
        await mesh.IdleAsync();
        await a.Mesh.DisconnectAsync(Stop).Done("the disconnect");
        await a.LeaveAsync().Done("the goodbye");
        await a.DisposeAsync();
        Assert.Equal([MeshEventKind.Joined, MeshEventKind.NodeUp, MeshEventKind.NodeDown, MeshEventKind.Disconnected, MeshEventKind.Left], await events.Done("the sequence"));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
