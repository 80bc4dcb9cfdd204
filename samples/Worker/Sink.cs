using HostedSingleton;
using StackExchange.Redis;

namespace Worker;

/// <summary>What the body writes to: a Redis that refuses a token smaller than one it has seen, and keeps a log of what it took.</summary>
internal sealed class Sink(INodeMesh mesh, WorkerSettings settings) : IDisposable
{
    // KEYS: the highest token, the log. ARGV: token, writer. Tokens stay below 2^53, so that Lua's numbers hold them exactly.
    private const string Script = """
        if tonumber(ARGV[1]) < tonumber(redis.call('GET', KEYS[1]) or 0) then
          return 0
        end
        redis.call('SET', KEYS[1], ARGV[1])
        redis.call('RPUSH', KEYS[2], ARGV[1] .. ' ' .. ARGV[2])
        return 1
        """;

    private readonly Lazy<ConnectionMultiplexer> _redis = new(() => ConnectionMultiplexer.Connect($"{settings.Sink},abortConnect=false"));

    /// <summary>Writes, and returns whether that was refused as stale. Where no answer comes nobody knows: it was not.</summary>
    public async Task<bool> RefusesAsync(string name, FencingToken token)
    {
        if (settings.Sink is null)
        {
            return false;
        }

        try
        {
            var redis = _redis.Value.GetDatabase();
            return !(bool)await redis.ScriptEvaluateAsync(Script, [$"sink:{name}:token", $"sink:{name}:log"], [token.Value, mesh.Self.ToString()]);
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (_redis.IsValueCreated)
        {
            _redis.Value.Dispose();
        }
    }
}
