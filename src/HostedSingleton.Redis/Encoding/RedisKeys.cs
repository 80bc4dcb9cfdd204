using System.Collections.Immutable;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>All keys of a mesh. They share one hash tag, so a mesh lies in one slot of a Redis Cluster, and many meshes spread over it.</summary>
internal sealed class RedisKeys
{
    private static readonly ImmutableArray<string> Tables =
        ["meta", "nodes", "leases", "graces", "gone", "names", "queue", "waiters", "parts", "pending", "memory", "pages", "log"];

    private readonly string _suffix;

    /// <summary>Names the keys of a mesh.</summary>
    /// <param name="mesh">The mesh.</param>
    /// <param name="database">The number of the database: channels are common to all databases of a server, keys are not.</param>
    public RedisKeys(string mesh, int database)
    {
        // The tag ends at the first brace; a brace in the mesh's name would make it another, or none.
        var tag = mesh.Replace("%", "%25", StringComparison.Ordinal).Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal);
        Prefix = $"hs:{{{tag}}}:";
        All = [.. Tables.Select(table => (RedisKey)(Prefix + table))];
        _suffix = database == 0 ? "" : $"@{database}";
        Channel = ChannelOf("events");
    }

    /// <summary>What each key begins with.</summary>
    public string Prefix { get; }

    /// <summary>The KEYS of every script, in the order that core.lua names.</summary>
    public RedisKey[] All { get; }

    /// <summary>Where events are published.</summary>
    public RedisChannel Channel { get; }

    /// <summary>The channel that a node's link subscribes to as long as its process lives: envelopes for the node are published there.</summary>
    public RedisChannel Inbox(NodeId node) => ChannelOf($"inbox:{node}");

    /// <summary>A channel that lies, in a cluster, on the server of the mesh's slot.</summary>
    private RedisChannel ChannelOf(string name) => RedisChannel.Literal(Prefix + name + _suffix).WithKeyRouting();
}
