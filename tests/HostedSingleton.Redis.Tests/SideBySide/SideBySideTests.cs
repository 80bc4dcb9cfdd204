using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>Redis and the reference in memory answer, publish and keep the same, whatever happens to them.</summary>
public sealed class SideBySideTests(RedisFixture redis)
{
    private const int Steps = 300;

    [Fact]
    public async Task Redis_and_the_memory_store_agree_on_random_histories()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var first = Environment.GetEnvironmentVariable("HOSTEDSINGLETON_SEED") is { Length: > 0 } seed ? int.Parse(seed) : Random.Shared.Next();
        for (var i = 0; i < Rounds.Or(40); i++)
        {
            Run(connection.GetDatabase(), first + i);
        }
    }

    private static void Run(IDatabase database, int seed)
    {
        var pair = new SideBySide(database, seed);
        try
        {
            for (var step = 1; step <= Steps; step++)
            {
                pair.Step(step);
            }

            pair.CompareState();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed} (set HOSTEDSINGLETON_SEED={seed} to see it again):\n{pair.Script}\n{e.Message}", e);
        }
        finally
        {
            pair.CleanUp();
        }
    }
}
