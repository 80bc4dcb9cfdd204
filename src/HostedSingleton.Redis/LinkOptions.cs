using HostedSingleton.Store;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>The options of a multiplexer of our own: the user's, but for what the mesh's promises rest on.</summary>
internal static class LinkOptions
{
    public static ConfigurationOptions Of(ConfigurationOptions users, StoreTiming timing, string clientName)
    {
        var options = users.Clone();
        options.ClientName = clientName;
        options.AbortOnConnectFail = false;
        options.ConnectRetry = 1;
        options.ConnectTimeout = (int)timing.ConnectTimeout.TotalMilliseconds;

        // What got no answer is sent again by the mesh, which counts the time itself; this limit only frees what the client keeps.
        options.SyncTimeout = options.AsyncTimeout = 2 * (int)timing.CommandTimeout.TotalMilliseconds;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.RetryPolicy = null;

        // One connection for commands and events, so that a command that got no answer tells of the events too.
        options.Protocol ??= RedisProtocol.Resp3;
        options.SharedSubscriptionConnection = true;

        // A multiplexer whose connection broke is replaced, at the link's pace. The client's own policy must only not cut an attempt short.
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(250);
        options.ReconnectRetryPolicy = new LinearRetry(options.ConnectTimeout);

        // The mesh's channel is the same for all nodes, whatever each one's application prefixes its own with.
        options.ChannelPrefix = default;
        options.ConfigurationChannel = "";
        options.TieBreaker = "";
        return options;
    }
}
