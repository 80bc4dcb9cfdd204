using System.Collections.Concurrent;

namespace HostedSingleton.Soak;

/// <summary>What has happened: a run in which nothing happens proves nothing.</summary>
internal sealed class SoakCounts
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string what, long count = 1) => _counts.AddOrUpdate(what, count, (_, before) => before + count);

    public override string ToString() => string.Join(", ", _counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Value} {c.Key}"));
}
