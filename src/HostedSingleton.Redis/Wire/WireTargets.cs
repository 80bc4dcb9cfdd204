using System.Collections.Immutable;
using System.Net;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>
/// Which server to open the next wire to: each that the options name in turn, until one that takes writes is found; the one that a cluster or a
/// sentinel names before all.
/// </summary>
internal sealed class WireTargets
{
    private readonly ConfigurationOptions _options;
    private readonly WireDialer _dialer;
    private readonly ImmutableArray<EndPoint> _named;
    private EndPoint? _moved;
    private EndPoint? _last;
    private int _turn;

    public WireTargets(ConfigurationOptions options, WireDialer dialer)
    {
        (_options, _dialer) = (options, dialer);
        var port = AreSentinels ? 26379 : options.Ssl ? 6380 : 6379;
        _named = [.. options.EndPoints.Select(target => EndPoints.WithPort(target, port))];
    }

    /// <summary>How many servers the options name.</summary>
    public int Count => _named.Length;

    /// <summary>Whether the primary may be another server than the present choice.</summary>
    public bool HasOthers => Count > 1 || AreSentinels || _moved is not null;

    /// <summary>Whether what the options name are sentinels.</summary>
    public bool AreSentinels => !string.IsNullOrEmpty(_options.ServiceName);

    private EndPoint Present => _named[_turn % _named.Length];

    /// <summary>Opens a wire to the present choice.</summary>
    public Wire Open(TimeSpan within) => _dialer.Open(_last = Choose(within), within);

    /// <summary>The present choice.</summary>
    /// <exception cref="WireErrorException">The sentinel does not know the service.</exception>
    public EndPoint Choose(TimeSpan within) => !AreSentinels ? _moved ?? Present
        : _dialer.AskSentinel(Present, within)
            ?? throw new WireErrorException($"The sentinel at {EndPoints.Describe(Present)} knows no service '{_options.ServiceName}'. Check serviceName in the Redis configuration.");

    /// <summary>The present choice was of no use: the next one is taken.</summary>
    public void Pass()
    {
        if (_moved is not null)
        {
            _moved = null;
            return;
        }

        _turn = (_turn + 1) % _named.Length;
    }

    /// <summary>The cluster's server that was opened last says where the mesh's slot is: MOVED, slot, host:port. Answers whether it can be followed.</summary>
    public bool Follow(string moved)
    {
        _moved = EndPoints.Parse(moved.Split(' ')[^1], _last);
        return _moved is not null;
    }

    /// <summary>All servers that the options name: the same words, whichever of them is tried.</summary>
    public override string ToString() => string.Join(" or ", _named.Select(EndPoints.Describe));
}
