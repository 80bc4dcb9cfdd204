using System.Collections.Immutable;
using System.Threading.Channels;
using HostedSingleton.Store;
using HostedSingleton.Store.Memory;
using HostedSingleton.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>
/// A fresh mesh on the shared Redis, over a real link. The server's clock is moved by an offset, and its restarts are changes of its stamp: both are parts
/// of the scripts that are exchanged for doubles. What real servers do is tested elsewhere.
/// </summary>
internal sealed class RedisStoreFixture : IStoreFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    // A server in a container has been seen to stall for more than ten seconds; what is tested here is what it answers, not when.
    private static readonly StoreTiming Timing = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(200));

    private static readonly ImmutableDictionary<string, string> Doubles = new Dictionary<string, string>
    {
        ["clock"] = "local function server_time() local t = redis.call('TIME') return t[1] * 1000000 + t[2] + (redis.call('GET', KEYS[1] .. ':offset') or '0') end",
        ["stamp"] = "local function server_stamp() return redis.call('GET', KEYS[1] .. ':life') end",
    }.ToImmutableDictionary();

    private readonly Channel<EventBatch> _events = Channel.CreateUnbounded<EventBatch>();
    private readonly ConnectionMultiplexer _connection;
    private readonly RedisKeys _keys;
    private readonly IStoreLink _link;
    private TimeSpan _offset;
    private int _life;

    private RedisStoreFixture(ConnectionMultiplexer connection, int joinPage)
    {
        _connection = connection;
        var mesh = $"contract-{Guid.NewGuid():n}";
        _keys = new RedisKeys(mesh, 0);
        var store = new RedisMeshStore(
            ConfigurationOptions.Parse(connection.Configuration), null, TimeProvider.System, NullLogger.Instance, new RedisScripts(Doubles), joinPage);
        _link = store.Open(mesh, new NodeId("contract", 1), Timing);
    }

    public int LogLength => MemoryMesh.LogLength;

    public ChannelReader<EventBatch> Events => _events.Reader;

    private IDatabase Database => _connection.GetDatabase();

    /// <summary>Opens a fresh mesh.</summary>
    /// <param name="redis">The server.</param>
    /// <param name="joinPage">How many claims of a join go in one step.</param>
    public static async Task<IStoreFixture> OpenAsync(RedisFixture redis, int joinPage = JoinPages.Usual)
    {
        var fixture = new RedisStoreFixture(await ConnectionMultiplexer.ConnectAsync(redis.Configuration), joinPage);
        await fixture.RestartAsync();
        await fixture.ListenAsync();
        return fixture;
    }

    public async Task<StoreReply> ExecuteAsync(StoreCommand command)
    {
        await Database.StringSetAsync(_keys.Prefix + "meta:offset", _offset.Ticks / TimeSpan.TicksPerMicrosecond);
        var answer = new TaskCompletionSource<StoreReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _link.Send(command, answer.SetResult);
        var reply = await answer.Task.Within(Limit, $"the answer to {command}");
        return reply is UnknownReply unknown ? throw new InvalidOperationException($"No answer to {command}: {unknown.Reason}") : reply;
    }

    public void MoveClock(TimeSpan by) => _offset += by;

    public async Task<object> SnapshotAsync() => await Task.WhenAll(_keys.All.Select(key => Database.KeyDumpAsync(key)));

    public async Task RestartAsync(object? snapshot = null)
    {
        if (snapshot is byte[]?[] dumps)
        {
            await WipeAsync();
            foreach (var (key, value) in _keys.All.Zip(dumps).Where(pair => pair.Second is not null))
            {
                await Database.KeyRestoreAsync(key, value!);
            }
        }

        await Database.StringSetAsync(_keys.Prefix + "meta:life", $"life{++_life}");
    }

    public Task FailOverAsync(object? snapshot = null) => RestartAsync(snapshot);

    public Task WipeAsync() => Database.KeyDeleteAsync(_keys.All);

    public async Task<long> CountAsync() => (long)await Database.ScriptEvaluateAsync(
        """
        local count = 0
        for i = 2, #KEYS - 1 do
          local kind = redis.call('TYPE', KEYS[i]).ok
          count = count + (kind == 'hash' and redis.call('HLEN', KEYS[i]) or kind == 'zset' and redis.call('ZCARD', KEYS[i]) or 0)
        end
        return count
        """,
        _keys.All);

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await Database.KeyDeleteAsync([.. _keys.All, _keys.Prefix + "meta:offset", _keys.Prefix + "meta:life"]);
        await _connection.DisposeAsync();
    }

    /// <summary>Returns when the link hears the mesh's channel.</summary>
    private async Task ListenAsync()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _link.Listen(batch =>
        {
            if (batch.Generation == 0)
            {
                heard.TrySetResult();
            }
            else
            {
                _events.Writer.TryWrite(batch);
            }
        });
        await Eventually.Holds(
            async () =>
            {
                await _connection.GetSubscriber().PublishAsync(_keys.Channel, "0");
                return heard.Task.IsCompleted;
            },
            Limit,
            () => $"the link to hear {_keys.Channel}");
    }
}
