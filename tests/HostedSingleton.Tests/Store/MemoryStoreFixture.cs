using System.Threading.Channels;
using HostedSingleton.Store;
using HostedSingleton.Store.Memory;
using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

/// <summary>A fresh mesh in memory.</summary>
internal sealed class MemoryStoreFixture : IStoreFixture
{
    private readonly Channel<EventBatch> _events = Channel.CreateUnbounded<EventBatch>();
    private readonly ServerClock _clock = new();
    private readonly MemoryMesh _mesh;

    public MemoryStoreFixture()
    {
        _mesh = new MemoryMesh(_clock);
        _mesh.Listen(batch => _events.Writer.TryWrite(batch));
    }

    public int LogLength => MemoryMesh.LogLength;

    public ChannelReader<EventBatch> Events => _events.Reader;

    public MemoryState State => _mesh.Snapshot();

    public Task<StoreReply> ExecuteAsync(StoreCommand command) => Task.FromResult(_mesh.Execute(command));

    public void MoveClock(TimeSpan by) => _clock.Now += by;

    public Task<object> SnapshotAsync() => Task.FromResult<object>(_mesh.Snapshot());

    public Task RestartAsync(object? snapshot = null)
    {
        _mesh.Restart((MemoryState?)snapshot);
        return Task.CompletedTask;
    }

    public Task FailOverAsync(object? snapshot = null) => RestartAsync(snapshot);

    public Task WipeAsync()
    {
        _mesh.Wipe();
        return Task.CompletedTask;
    }

    public Task<long> CountAsync() => Task.FromResult(Count(_mesh.Snapshot()));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static long Count(MemoryState state) =>
        state.Nodes.Count + state.Pending.Count + state.Active.Count + state.Remembered.Count
        + state.Names.Values.Sum(n => 1 + n.Ending.Count + n.Next.Count + n.Lost.Count + n.Reaped.Count + n.Queue.Count);
}
