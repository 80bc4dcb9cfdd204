using HostedSingleton.Store;
using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>Redis and the reference in memory answer, publish and keep the same, whatever happens to them.</summary>
public sealed class SideBySideTests(RedisFixture redis)
{
    private const int Steps = 300;
    private const int Histories = 40;

    [Fact]
    public async Task Redis_and_the_memory_store_agree_on_random_histories()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var first = Environment.GetEnvironmentVariable("HOSTEDSINGLETON_SEED") is { Length: > 0 } seed ? int.Parse(seed) : Random.Shared.Next();
        var reached = new HashSet<string>();
        for (var i = 0; i < Math.Max(Histories, Rounds.Or(Histories)); i++)
        {
            reached.UnionWith(Run(connection.GetDatabase(), first + i));
        }

        // A comparison proves something only of what has happened in it.
        Assert.Subset(reached, new HashSet<string>([.. Enum.GetNames<VerdictKind>(), .. Enum.GetNames<ConflictReason>(), .. Enum.GetNames<NodeDownReason>().Except([nameof(NodeDownReason.Replaced)]), .. Replies()]));
    }

    private static IEnumerable<string> Replies() => typeof(StoreReply).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(StoreReply)) && type != typeof(UnknownReply) && type != typeof(RefusedReply) && type != typeof(LookReply)).Select(type => type.Name);

    private static HashSet<string> Run(IDatabase database, int seed)
    {
        var pair = new SideBySide(database, seed);
        try
        {
            for (var step = 1; step <= Steps; step++)
            {
                pair.Step(step);
            }

            pair.CompareState();
            return pair.Reached;
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
