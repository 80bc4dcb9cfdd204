using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>
/// Watches this node's successor in the ring of members, as a pure machine: one small question an interval, whatever the size of the mesh. It goes by
/// edge, not by level: only a node that was seen there, over this connection and in this generation, can become suspect, and two empty looks make it so.
/// </summary>
/// <param name="self">This node.</param>
/// <param name="detection">Whether it watches at all.</param>
/// <param name="interval">The time between two looks.</param>
/// <param name="amnesty">After this time a suspect that is still a member is watched again, and a store that refused a look is asked again.</param>
internal sealed class WatchMachine(NodeId self, CrashDetection detection, TimeSpan interval, TimeSpan amnesty)
{
    private readonly HashSet<NodeId> _seen = [];
    private readonly Dictionary<NodeId, TimeSpan> _suspects = [];
    private NodeId[] _ring = [];
    private NodeId? _emptyOnce;
    private LookCommand? _asked;
    private TimeSpan _nextAt = TimeSpan.MaxValue;
    private long _connection;

    /// <summary>When <see cref="Tick"/> is due next.</summary>
    public TimeSpan NextWake => _asked is null && Target is not null ? _nextAt : TimeSpan.MaxValue;

    /// <summary>The node that is watched: the next one in the ring that is not suspect already.</summary>
    public NodeId? Target { get; private set; }

    /// <summary>The members have changed, or a new generation began.</summary>
    public void Members(IEnumerable<NodeId> nodes, bool newGeneration, TimeSpan now)
    {
        _ring = [.. nodes.OrderBy(n => n.ToString(), StringComparer.Ordinal)];
        Pardon(node => !_ring.Contains(node));
        if (newGeneration)
        {
            Unsee();

            // Another server may allow what the one before refused.
            _nextAt = now + interval < _nextAt ? now + interval : _nextAt;
        }

        _seen.IntersectWith(_ring);
        Aim();
        _nextAt = _nextAt == TimeSpan.MaxValue ? now + interval : _nextAt;
    }

    /// <summary>Time has passed: answers the look that is due, if any.</summary>
    public LookCommand? Tick(TimeSpan now)
    {
        if (now < _nextAt || _asked is not null)
        {
            return null;
        }

        if (_suspects.Count > 0)
        {
            Pardon(node => _suspects[node] <= now);
        }

        if (Target is not { } target)
        {
            return null;
        }

        _nextAt = now + interval;
        return _asked = new LookCommand(target);
    }

    /// <summary>A look was answered: answers the node that has become suspect by it, if any.</summary>
    public NodeId? Looked(LookCommand look, StoreReply reply, TimeSpan now)
    {
        if (!ReferenceEquals(look, _asked))
        {
            return null;
        }

        _asked = null;
        switch (reply)
        {
            case LookReply seen when seen.Connection != _connection:
                // The others may not be back on a server that just was away.
                Unsee();
                _connection = seen.Connection;
                return Take(look.Target, seen.IsThere, now);
            case LookReply seen:
                return Take(look.Target, seen.IsThere, now);
            case RefusedReply:
                // It may pass, as when a password is changed; and to ask at each interval what is never allowed would be a waste.
                (_nextAt, _emptyOnce) = (now + amnesty, null);
                return null;
            default:
                _emptyOnce = null;
                return null;
        }
    }

    private NodeId? Take(NodeId target, bool isThere, TimeSpan now)
    {
        if (isThere)
        {
            _seen.Add(target);
            _emptyOnce = null;
            return null;
        }

        if (!_seen.Contains(target))
        {
            return null;
        }

        if (_emptyOnce != target)
        {
            _emptyOnce = target;
            if (detection == CrashDetection.Connection)
            {
                // Who wants to be fast looks again sooner. Who has only just lost its connection is back as soon, or clashes.
                _nextAt = Min(_nextAt, now + (interval / 2));
            }

            return null;
        }

        _emptyOnce = null;
        _seen.Remove(target);
        _suspects.Add(target, now + amnesty);
        Aim();
        _nextAt = now;
        return target;
    }

    private void Pardon(Func<NodeId, bool> which)
    {
        foreach (var node in _suspects.Keys.Where(which).ToArray())
        {
            _suspects.Remove(node);
        }

        Aim();
    }

    private void Unsee()
    {
        _seen.Clear();
        _suspects.Clear();
        _emptyOnce = null;
        Aim();
    }

    private void Aim() => Target = detection == CrashDetection.Lease ? null
        : Successors().Where(n => !_suspects.ContainsKey(n)).Cast<NodeId?>().FirstOrDefault();

    private IEnumerable<NodeId> Successors()
    {
        var at = Array.IndexOf(_ring, self);
        return at < 0 ? [] : Enumerable.Range(1, _ring.Length - 1).Select(i => _ring[(at + i) % _ring.Length]);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
