using System.Collections.Immutable;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>All keys of a mesh. They share one hash tag, so a mesh lies in one slot of a Redis Cluster, and many meshes spread over it.</summary>
internal sealed class RedisKeys
{
    private static readonly ImmutableArray<string> Tables =
        ["meta", "nodes", "leases", "graces", "gone", "names", "queue", "waiters", "parts", "pending", "memory", "pages", "log"];

    /// <summary>Names the keys of a mesh.</summary>
    /// <param name="mesh">The mesh.</param>
    /// <param name="database">The number of the database: channels are common to all databases of a server, keys are not.</param>
    public RedisKeys(string mesh, int database)
    {
        // The tag ends at the first brace; a brace in the mesh's name would make it another, or none.
        var tag = mesh.Replace("%", "%25", StringComparison.Ordinal).Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal);
        Prefix = $"hs:{{{tag}}}:";
        All = [.. Tables.Select(table => (RedisKey)(Prefix + table))];
        Channel = Prefix + "events" + (database == 0 ? "" : $"@{database}");
    }

    /// <summary>What each key begins with.</summary>
    public string Prefix { get; }

    /// <summary>The KEYS of every script, in the order that core.lua names.</summary>
    public RedisKey[] All { get; }

    /// <summary>Where events are published.</summary>
    public string Channel { get; }
}
