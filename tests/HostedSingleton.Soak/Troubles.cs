using HostedSingleton.TestKit;

namespace HostedSingleton.Soak;

/// <summary>What goes wrong meanwhile: links of those who stay, and the server.</summary>
internal sealed class Troubles(RedisServer redis, IReadOnlyList<SoakNode> residents, SoakCounts counts)
{
    public async Task HappenAsync(Random random, CancellationToken end)
    {
        while (await WaitAsync(Seconds(random, 0.5, 4), end))
        {
            var node = residents[random.Next(residents.Count)];
            switch (random.Next(8))
            {
                case 0 or 1:
                    node.Link.Cut();
                    await HealAsync(node, Seconds(random, 3, 5), end);
                    break;
                case 2:
                    node.Link.Stall();
                    await HealAsync(node, Seconds(random, 1, 5), end);
                    break;
                case 3:
                    node.Link.StallOneWay(random.Next(2) == 0 ? ProxyDirection.ToClient : ProxyDirection.ToServer);
                    await HealAsync(node, Seconds(random, 1, 4), end);
                    break;
                case 4:
                    node.Link.DropConnections();
                    counts.Add("links broken");
                    break;
                case 5:
                    await redis.RestartAsync();
                    counts.Add("store restarts");
                    break;
                case 6:
                    await redis.RestartEmptyAsync();
                    counts.Add("store restarts without data");
                    break;
                default:
                    await redis.PauseAsync();
                    await WaitAsync(Seconds(random, 0.5, 5), end);
                    await redis.ResumeAsync();
                    counts.Add("store pauses");
                    break;
            }
        }
    }

    private async Task HealAsync(SoakNode node, TimeSpan after, CancellationToken end)
    {
        await WaitAsync(after, end);
        node.Link.Heal();
        counts.Add("cuts healed");
    }

    private static TimeSpan Seconds(Random random, double from, double to) => TimeSpan.FromSeconds(from + (random.NextDouble() * (to - from)));

    /// <summary>Answers whether the time passed before the end.</summary>
    private static async Task<bool> WaitAsync(TimeSpan time, CancellationToken end)
    {
        await Task.Delay(time, TimeProvider.System, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !end.IsCancellationRequested;
    }
}
