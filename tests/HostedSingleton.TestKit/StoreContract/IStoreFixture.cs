using System.Threading.Channels;
using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>One fresh mesh on some store, with a clock that the test moves and with the ways in which a store fails.</summary>
internal interface IStoreFixture : IAsyncDisposable
{
    /// <summary>After how many later events one is surely no longer in the log.</summary>
    int LogLength { get; }

    /// <summary>All batches that were told to listeners since the fixture was made, in order.</summary>
    ChannelReader<EventBatch> Events { get; }

    /// <summary>Runs one command and returns what the store says. The answer must not be <see cref="UnknownReply"/>.</summary>
    Task<StoreReply> ExecuteAsync(StoreCommand command);

    /// <summary>
    /// Moves the server's clock, forwards or back, as the next command sees it. A store may add the time that really passes: tests leave seconds of room.
    /// </summary>
    void MoveClock(TimeSpan by);

    /// <summary>A copy of all the store has now, for <see cref="RestartAsync"/> and <see cref="FailOverAsync"/>.</summary>
    Task<object> SnapshotAsync();

    /// <summary>The server is killed and starts again, with what it had or with an older copy.</summary>
    Task RestartAsync(object? snapshot = null);

    /// <summary>Another server takes over under the same address, with what the first had or with an older copy.</summary>
    Task FailOverAsync(object? snapshot = null);

    /// <summary>Everything is deleted while the server runs on.</summary>
    Task WipeAsync();

    /// <summary>How many entries the mesh has in the store: names, nodes, places in queues, memories and whatever else is kept of them, but not the log.</summary>
    Task<long> CountAsync();
}
