using HostedSingleton.Redis;
using HostedSingleton.Store;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace HostedSingleton.Benchmarks;

/// <summary>A member of a mesh that is nothing but its commands: for what the scripts cost with nothing around them.</summary>
internal sealed class RawNode : IAsyncDisposable
{
    private static readonly StoreTiming Timing = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(200));

    private readonly IStoreLink _link;
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly CommandWriter _writer;
    private readonly RedisKeys _keys;
    private long _number;

    private RawNode(string mesh, string name, string redis, ConnectionMultiplexer multiplexer)
    {
        _multiplexer = multiplexer;
        Id = new NodeId(name, 1);
        _keys = new RedisKeys(mesh, 0);
        _writer = new CommandWriter(Scripts, _keys);
        _link = new RedisMeshStore(ConfigurationOptions.Parse(redis), null, TimeProvider.System, NullLogger.Instance).Open(mesh, Id, Timing);
    }

    /// <summary>The scripts.</summary>
    public RedisScripts Scripts { get; } = new();

    /// <summary>Its id.</summary>
    public NodeId Id { get; }

    /// <summary>The database, over a multiplexer that is set up as the library's own.</summary>
    public IDatabase Database => _multiplexer.GetDatabase();

    /// <summary>The multiplexer.</summary>
    public IConnectionMultiplexer Multiplexer => _multiplexer;

    /// <summary>Connects.</summary>
    public static async Task<RawNode> ConnectAsync(string redis, string mesh, string name) =>
        new(mesh, name, redis, await ConnectionMultiplexer.ConnectAsync(LinkOptions.Of(ConfigurationOptions.Parse(redis), Timing, name)));

    /// <summary>Joins for a lease that outlasts any row.</summary>
    public Task<JoinedReply> JoinAsync(IEnumerable<Hold>? holds = null, IEnumerable<Wait>? waits = null, long session = 1, TimeSpan? lease = null) =>
        AskAsync<JoinedReply>(new JoinCommand(Id, session)
        {
            Lease = lease ?? TimeSpan.FromMinutes(10), Grace = TimeSpan.FromSeconds(0.75), LongestLease = TimeSpan.Zero, Beat = TimeSpan.FromSeconds(0.5),
            Holds = [.. holds ?? []], Waits = [.. waits ?? []],
        });

    /// <summary>Asks over the library's own link.</summary>
    public async Task<T> AskAsync<T>(StoreCommand command)
        where T : StoreReply
    {
        for (var tries = 0; ; tries++)
        {
            var answer = new TaskCompletionSource<StoreReply>(TaskCreationOptions.RunContinuationsAsynchronously);
            _link.Send(command, answer.SetResult);
            switch (await answer.Task)
            {
                case T reply:
                    return reply;
                case UnknownReply when tries < 100:
                    await Task.Delay(20);
                    break;
                case var other:
                    throw new InvalidOperationException($"{command.GetType().Name} was answered with {other}.");
            }
        }
    }

    /// <summary>The call that registers a name, as the library makes it.</summary>
    public ScriptCall Register(string name) => _writer.Write(new RegisterCommand(Id, 1, new Wait(name, ++_number, ClaimSpec.Default)));

    /// <summary>The call by which another node joins; the first one brings the script to the server.</summary>
    public ScriptCall Join(NodeId node, IEnumerable<Wait> waits) => _writer.Write(new JoinCommand(node, 1)
    {
        Lease = TimeSpan.FromMinutes(10), Grace = TimeSpan.FromSeconds(0.75), LongestLease = TimeSpan.Zero, Beat = TimeSpan.FromSeconds(0.5), Waits = [.. waits],
    });

    /// <summary>The call by which another node beats.</summary>
    public ScriptCall Beat(NodeId node) => _writer.Write(new BeatCommand(node, 1));

    /// <summary>The look at another node's connection.</summary>
    public Task<RedisResult> LookAsync(NodeId node) => Database.ExecuteAsync("PUBSUB", "NUMSUB", _keys.Inbox(node));

    /// <summary>A script's EVALSHA with nothing around it.</summary>
    public async Task<RedisResult> EvaluateAsync(ScriptCall call)
    {
        try
        {
            return await Database.ScriptEvaluateAsync(call.Script.Hash, _keys.All, call.Values, CommandFlags.DemandMaster | CommandFlags.CommandRetryNever);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await Database.ScriptEvaluateAsync(call.Script.Source, _keys.All, call.Values);
        }
    }

    /// <summary>The words of a call, for other programs.</summary>
    public IEnumerable<string> Words(ScriptCall call) => ["EVALSHA", call.Script.HexHash, $"{_keys.All.Length}", .. _keys.All.Select(key => (string)key!), .. call.Values.Select(value => (string)value!)];

    /// <summary>Closes both connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await _multiplexer.DisposeAsync();
    }
}
