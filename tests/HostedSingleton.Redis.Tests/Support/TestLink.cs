using System.Collections.Concurrent;
using HostedSingleton.Store;
using HostedSingleton.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>A node's real link to some server, with the questions that tests ask over it.</summary>
internal sealed class TestLink : IAsyncDisposable
{
    public static readonly StoreTiming Timing = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(200));

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<EventBatch> _events = [];
    private long _session;
    private long _number;

    public TestLink(ConfigurationOptions options, string? mesh = null, IConnectionMultiplexer? shared = null, StoreTiming? timing = null, ILogger? logger = null)
    {
        Mesh = mesh ?? $"link-{Guid.NewGuid():n}";
        Node = new NodeId($"n{Guid.NewGuid().ToString("n")[..6]}", 1);
        Keys = new RedisKeys(Mesh, options.DefaultDatabase ?? 0);
        Link = new RedisMeshStore(options, shared, TimeProvider.System, logger ?? NullLogger.Instance).Open(Mesh, Node, timing ?? Timing);
        Link.Listen(_events.Enqueue);
    }

    public TestLink(string configuration, string? mesh = null, StoreTiming? timing = null)
        : this(ConfigurationOptions.Parse(configuration), mesh, null, timing)
    {
    }

    public IStoreLink Link { get; }

    public string Mesh { get; }

    public NodeId Node { get; }

    public RedisKeys Keys { get; }

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    public long Generation { get; private set; }

    public IEnumerable<StoreEvent> Events => _events.SelectMany(batch => batch.Events);

    /// <summary>The present session's beat.</summary>
    public BeatCommand Beat => new(Node, _session);

    public Task<StoreReply> AskAsync(StoreCommand command)
    {
        var answer = new TaskCompletionSource<StoreReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        Link.Send(command, answer.SetResult);
        return answer.Task.Within(Limit, $"the answer to {command.GetType().Name}");
    }

    public async Task<T> AskAsync<T>(StoreCommand command)
        where T : StoreReply
    {
        var reply = await AskAsync(command);
        return reply as T ?? throw new InvalidOperationException($"Expected a {typeof(T).Name}, but the store answered {Dump.Of(reply)} to {command.GetType().Name}.");
    }

    /// <summary>A join that says nothing but who joins.</summary>
    public JoinCommand NewJoin() => new(Node, ++_session)
    {
        Lease = Lease, Grace = TimeSpan.FromSeconds(2), LongestLease = TimeSpan.Zero, Beat = TimeSpan.FromSeconds(0.5), LastGeneration = Generation,
    };

    public async Task<JoinedReply> JoinAsync(Func<JoinCommand, JoinCommand>? with = null)
    {
        // The first command on a lane of commands may come before its connection.
        await ConnectedAsync();
        var join = NewJoin();
        var joined = await AskAsync<JoinedReply>(with is null ? join : with(join));
        Generation = joined.Generation;
        return joined;
    }

    public async Task<ClaimVerdict> RegisterAsync(GlobalName name, ClaimSpec? spec = null) =>
        (await AskAsync<VerdictReply>(new RegisterCommand(Node, _session, new Wait(name, ++_number, spec ?? ClaimSpec.Default)))).Verdict;

    public Task<DoneReply> UnregisterAsync(ClaimVerdict claim) => AskAsync<DoneReply>(new UnregisterCommand(Node, _session, claim.Name, claim.Number));

    public Task<ReapedReply> ReapAsync(int limit = 100) => AskAsync<ReapedReply>(new ReapCommand(Node, _session, limit));

    public async Task<NameRecord> RecordAsync(GlobalName name) => (await AskAsync<StatusReply>(new StatusCommand(name))).Record;

    /// <summary>Returns when the lane of commands gets answers.</summary>
    public Task ConnectedAsync() => Eventually.Holds(
        async () => await AskAsync(new StatusCommand("anything")) is not UnknownReply, Limit, () => $"an answer on the lane of commands of {Mesh}");

    public ValueTask DisposeAsync() => Link.DisposeAsync();
}
