using System.Collections.Immutable;
using HostedSingleton.Store;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>Says in words what join.lua found to warn of.</summary>
internal static class JoinWarnings
{
    /// <summary>Reads [another node with another grace or '', that grace, eviction policy or '', 1 if two servers take turns].</summary>
    public static ImmutableArray<string> Read(JoinCommand join, RedisResult found)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        if ((string)found[0]! is { Length: > 0 } other)
        {
            var grace = TimeSpan.FromTicks((long)found[1] * TimeSpan.TicksPerMicrosecond);
            warnings.Add(
                $"Node {join.Node} joins with a grace of {join.Grace} while {other} has {grace}. The smaller one counts for all; give all nodes of the mesh the same beat and grace.");
        }

        if ((string)found[2]! is { Length: > 0 } policy)
        {
            warnings.Add($"Redis may evict the mesh's keys: its maxmemory-policy is {policy}. Set it to noeviction, or give the mesh a Redis of its own.");
        }

        if ((bool)found[3])
        {
            warnings.Add("Two Redis servers take turns behind one address: the one that answers now is one that was replaced before. Point all nodes at one primary.");
        }

        return warnings.ToImmutable();
    }
}
