using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Redis;

/// <summary>Makes of a server's error what the mesh understands: refused, with what to do, or unknown.</summary>
internal static class ErrorReplies
{
    private const string NoPermission = "The Redis user lacks a permission. Grant it: ACL SETUSER <user> ~hs:* &hs:* +@read +@write +@scripting +@pubsub +@connection +info +time.";

    /// <summary>What the scripts say where a server that has lost its replicas would take their writes all the same (stamp.lua).</summary>
    private const string Fenced = "HSFENCED";

    /// <summary>What a server says that is no replica and takes no writes: another may have been promoted in its place.</summary>
    private static readonly ImmutableArray<string> Useless = [Fenced, "NOREPLICAS", "LOADING", "CLUSTERDOWN", "MISCONF"];

    /// <summary>What each error of a server that will not do it means for the operator.</summary>
    private static readonly ImmutableArray<(string Code, string Advice)> Refusals =
    [
        ("HSREFUSED", ""),
        (Fenced, ""),
        ("OOM", "Redis has no memory left for writes. Raise maxmemory or free some; the mesh itself needs little."),
        ("READONLY", "This server is a read-only replica. Name the primary in the Redis configuration, or all servers of the group, or the sentinels with serviceName."),
        ("MISCONF", "Redis takes no writes because it cannot save its data. See its log: often the disk is full."),
        ("NOREPLICAS", "Redis takes no writes because fewer replicas are attached than min-replicas-to-write asks for. Bring the replicas back."),
        ("NOPERM", NoPermission),
        ("The user executing the script", NoPermission),
        ("NOAUTH", "Redis asks for a password and was given none. Put password=… (and user=… where there is one) into the Redis configuration."),
        ("WRONGPASS", "Redis does not accept the password. Check password and user in the Redis configuration."),
        ("ERR invalid password", "Redis does not accept the password. Check password and user in the Redis configuration."),
        ("LOADING", "Redis is still loading its data. It answers when it is done."),
        ("MASTERDOWN", "This server is a replica without its primary. Name the primary in the Redis configuration."),
        ("CLUSTERDOWN", "The Redis Cluster is down or does not cover all slots. See CLUSTER INFO on its nodes."),
        ("WRONGTYPE", "Something else writes under the mesh's keys (hs:{mesh}:…). Give the mesh another name, or delete those keys."),
        ("unknown command", "The server does not know a command that the scripts need. HostedSingleton needs Redis 6.2 or newer, with scripts allowed."),
    ];

    /// <summary>Reads an error. Its text stays the same as long as the trouble does, so that it is logged once.</summary>
    public static StoreReply Read(string error)
    {
        foreach (var (code, advice) in Refusals)
        {
            // Redis 6 wraps what a command inside a script answers, so the code need not stand first.
            var at = error.IndexOf(code, StringComparison.Ordinal);
            if (at >= 0)
            {
                return new RefusedReply(advice.Length == 0 ? Sentence(error[(at + code.Length)..]) : $"{advice} (It says: {Brief(error[at..])})");
            }
        }

        return new UnknownReply($"Redis answered with an error: {Brief(error)}");
    }

    /// <summary>Reads an error that, whatever it is, says that the server will not do it.</summary>
    public static RefusedReply Refusal(string error) => Read(error) as RefusedReply ?? new RefusedReply($"Redis answered with an error: {Brief(error)}");

    /// <summary>Whether another server of the group is to be asked.</summary>
    public static bool IsOfReplica(string error) => error.Contains("READONLY", StringComparison.Ordinal) || error.StartsWith("MASTERDOWN", StringComparison.Ordinal);

    /// <summary>Whether the server may have been replaced: where there are others, they are to be asked too.</summary>
    public static bool MayBeReplaced(string error) =>
        !error.StartsWith("HSREFUSED", StringComparison.Ordinal) && Useless.Any(code => error.Contains(code, StringComparison.Ordinal));

    private static string Sentence(string text)
    {
        var plain = Brief(text.Trim());
        return $"{char.ToUpperInvariant(plain[0])}{plain[1..].TrimEnd('.')}.";
    }

    /// <summary>Without the place in the script, which says nothing to an operator.</summary>
    private static string Brief(string error)
    {
        var at = error.IndexOf(" script: ", StringComparison.Ordinal);
        return at > 0 ? error[..at] : error;
    }
}
