using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Chaos;

/// <summary>What the sink took, as its own log says.</summary>
internal static class SinkLog
{
    public static async Task<IReadOnlyList<Written>> ReadAsync(RedisServer sink, IEnumerable<string> names)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(sink.Endpoint);
        var written = new List<Written>();
        foreach (var name in names)
        {
            foreach (var entry in await redis.GetDatabase().ListRangeAsync($"sink:{name}:log"))
            {
                var parts = $"{entry}".Split(' ', 2);
                written.Add(new Written(name, long.Parse(parts[0]), parts[1]));
            }
        }

        return written;
    }
}
