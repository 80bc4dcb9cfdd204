using HostedSingleton;
using StackExchange.Redis;

namespace QueuePoller;

/// <summary>A hash on Redis: the token is compared and the message written in one step.</summary>
internal sealed class RedisSink(IConnectionMultiplexer redis) : IFencedSink
{
    public const string Written = "queuepoller:written";

    private const string Highest = "queuepoller:token";

    // Tokens stay below 2^53, so that Lua's numbers hold them exactly.
    private const string Script = """
        if tonumber(ARGV[1]) < tonumber(redis.call('GET', KEYS[1]) or 0) then
          return 0
        end
        redis.call('SET', KEYS[1], ARGV[1])
        redis.call('HSETNX', KEYS[2], ARGV[2], ARGV[1])
        return 1
        """;

    public async Task<bool> WriteAsync(string message, FencingToken token) =>
        (bool)await redis.GetDatabase().ScriptEvaluateAsync(Script, [Highest, Written], [token.Value, message]);
}
