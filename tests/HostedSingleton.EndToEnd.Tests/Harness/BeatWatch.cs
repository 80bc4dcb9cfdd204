using System.Text.RegularExpressions;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>Follows every command of a node as Redis hears it, by MONITOR.</summary>
public sealed class BeatWatch : IDisposable
{
    private readonly RedisTalk _talk;
    private readonly Lock _lock = new();
    private readonly List<long> _heard = [];

    private BeatWatch(RedisTalk talk) => _talk = talk;

    /// <summary>Begins to follow a node of this name.</summary>
    public static async Task<BeatWatch> StartAsync(RedisServer redis, string node)
    {
        var watch = new BeatWatch(await RedisTalk.OpenAsync(redis));
        await watch._talk.AskAsync("MONITOR");
        _ = watch.FollowAsync(new Regex($"^[^#]*\"{Regex.Escape(node)}#"));
        return watch;
    }

    /// <summary>The longest time between two commands of the node, with both ends of the span counted as one, in µs.</summary>
    public long LongestSilence(long from, long to)
    {
        lock (_lock)
        {
            long[] times = [from, .. _heard.Where(at => at > from && at < to), to];
            return times.Zip(times.Skip(1), (earlier, later) => later - earlier).Max();
        }
    }

    /// <summary>How many commands of the node were heard.</summary>
    public int Count(long from, long to)
    {
        lock (_lock)
        {
            return _heard.Count(at => at > from && at < to);
        }
    }

    /// <summary>Ends.</summary>
    public void Dispose() => _talk.Dispose();

    /// <summary>Hears the lines whose first node is this one: each command names its sender first.</summary>
    private async Task FollowAsync(Regex ofNode)
    {
        try
        {
            while (true)
            {
                // +1700000000.123456 [0 127.0.0.1:50000] "EVALSHA" …
                var line = await _talk.NextLineAsync();
                if (ofNode.IsMatch(line) && !line.Contains(" lua] ", StringComparison.Ordinal))
                {
                    Hear(line);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The watch has ended.
        }
    }

    private void Hear(string line)
    {
        var seconds = line.AsSpan(1, line.IndexOf(' ', StringComparison.Ordinal) - 1);
        var at = long.Parse(seconds[..^7]) * Micros.Of(TimeSpan.FromSeconds(1)) + long.Parse(seconds[^6..]);
        lock (_lock)
        {
            _heard.Add(at);
        }
    }
}
