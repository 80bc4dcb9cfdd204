using HostedSingleton.Store;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>The store on Redis: opens a link for each node.</summary>
internal sealed class RedisMeshStore : IMeshStore
{
    private readonly ConfigurationOptions _options;
    private readonly IConnectionMultiplexer? _shared;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RedisScripts _scripts;
    private readonly int _joinPage;

    /// <summary>Makes the store; it connects when a link is first used.</summary>
    /// <param name="options">How to connect; not changed.</param>
    /// <param name="shared">The user's multiplexer for commands and events, or null for one of each link's own.</param>
    /// <param name="time">The clock of the time limits.</param>
    /// <param name="logger">Where the links log.</param>
    /// <param name="scripts">The scripts, where a test has doubles for some of their parts.</param>
    /// <param name="joinPage">How many claims of a join go in one step.</param>
    public RedisMeshStore(
        ConfigurationOptions options, IConnectionMultiplexer? shared, TimeProvider time, ILogger logger, RedisScripts? scripts = null, int joinPage = JoinPages.Usual) =>
        (_options, _shared, _time, _logger, _scripts, _joinPage) = (options.Clone(), shared, time, logger, scripts ?? new RedisScripts(), joinPage);

    public string Description => $"Redis at {string.Join(", ", _options.EndPoints.Select(EndPoints.Describe))}"
        + (string.IsNullOrEmpty(_options.ServiceName) ? "" : $" (sentinels of {_options.ServiceName})");

    public IStoreLink Open(string mesh, NodeId node, StoreTiming timing)
    {
        var random = new Random();
        var keys = new RedisKeys(mesh, _options.DefaultDatabase ?? 0);
        var writer = new CommandWriter(_scripts, keys);
        var feed = new EventFeed(keys.Channel, keys.Inbox(node), _time, _logger);
        var commands = new CommandLane(Source(mesh, node, timing, random), feed, writer, keys, timing, _time, _logger);
        var dialer = new WireDialer(_options, ClientName("beat", mesh, node), _time);
        var connection = new WireConnection(new WireTargets(_options, dialer), keys.All, timing, new Pace(timing.ReconnectDelay, _time, random), _time);
        var beats = new BeatLane(connection, writer, $"hs-beat {node.Name}", _logger, commands.Probe, () => feed.AwaitChannels(), _joinPage, _time);
        return new RedisLink(beats, commands, feed);
    }

    private IMultiplexerSource Source(string mesh, NodeId node, StoreTiming timing, Random random)
    {
        if (_shared is not null)
        {
            return new SharedMultiplexer(_shared);
        }

        var name = ClientName("commands", mesh, node);
        var servers = new WireTargets(_options, new WireDialer(_options, name, _time));
        var targets = new MultiplexerTargets(LinkOptions.Of(_options, timing, name), servers, timing.ConnectTimeout);
        return new OwnMultiplexer(targets, new Pace(timing.ReconnectDelay, _time, random), _time);
    }

    /// <summary>What CLIENT LIST shows; it takes no spaces.</summary>
    private static string ClientName(string lane, string mesh, NodeId node) =>
        string.Concat($"hs-{lane}:{mesh}:{node}".Select(c => c is > ' ' and <= '~' ? c : '_'));
}
