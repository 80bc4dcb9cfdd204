using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>
/// A node's life in its mesh as a pure machine: it joins, beats, notices by its own clock that its lease may have ended, comes back, and leaves.
/// It has no clock, no thread and does no I/O; times are elapsed times of the node's monotonic clock.
/// </summary>
internal sealed partial class MeshMachine(NodeSettings settings, Random random)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private readonly List<MeshEffect> _effects = [];
    private Phase _phase = Phase.Idle;
    private TimeSpan _nextAt;
    private TimeSpan _pause = FirstPause;
    private TimeSpan _longestLease = settings.Lease;
    private long _awaited;
    private bool _waitsForReap;
    private int _failedJoins;

    private enum Phase
    {
        Idle,
        Joining,
        Beating,
        Parting,
    }

    /// <summary>How the node stands to its mesh.</summary>
    public MeshState State { get; private set; } = MeshState.Disconnected;

    /// <summary>The present session; it grows with each join that is sent.</summary>
    public long Session { get; private set; }

    /// <summary>The generation of the last answered join; 0 before the first.</summary>
    public long Generation { get; private set; }

    /// <summary>Until when this node may count on its lease: the time before the last answered beat was sent, plus lease, minus margin.</summary>
    public TimeSpan Deadline { get; private set; } = TimeSpan.MinValue;

    /// <summary>Whether commands of the present session may be sent.</summary>
    public bool MaySend => _phase == Phase.Beating;

    /// <summary>Whether the store is known to be out of reach, or this node does not want to reach it.</summary>
    public bool IsCutOff => State is MeshState.Disconnected or MeshState.Isolated || (State == MeshState.Joining && _failedJoins > 0);

    /// <summary>When <see cref="MeshInput.Ticked"/> is due next; <see cref="TimeSpan.MaxValue"/> while nothing is.</summary>
    public TimeSpan NextWake
    {
        get
        {
            var isIdle = _phase switch
            {
                Phase.Idle => true,
                Phase.Parting => !_saysGoodbyeAgain,
                _ => _awaited != 0,
            };
            var send = isIdle ? TimeSpan.MaxValue : _nextAt;
            return State == MeshState.Joined && Deadline < send ? Deadline : send;
        }
    }

    /// <summary>Takes one input and answers what is to be done, in order.</summary>
    public IReadOnlyList<MeshEffect> Step(MeshInput input, TimeSpan now)
    {
        _effects.Clear();
        CheckDeadline(now);
        switch (input)
        {
            case MeshInput.ConnectAsked:
                Connect(now);
                break;
            case MeshInput.DisconnectAsked:
                Part(goodbye: false, now);
                break;
            case MeshInput.LeaveAsked { Goodbye: false }:
                FallSilent(now);
                break;
            case MeshInput.LeaveAsked:
                Part(goodbye: true, now);
                break;
            case MeshInput.SessionEnded ended when ended.Session == Session && _phase == Phase.Beating:
                Rejoin(now);
                break;
            case MeshInput.SuspectMarked marked when _phase == Phase.Beating:
                // Its own beat now: the next one then finds the suspect's lease ended.
                _nextAt = now;
                ReapIf(marked.AtOnce);
                break;
            case MeshInput.Replied replied:
                Hear(replied, now);
                break;
            default:
                break;
        }

        CheckDeadline(now);
        SendWhatIsDue(now);
        SayGoodbyeAgain(now);
        return [.. _effects];
    }

    private void CheckDeadline(TimeSpan now)
    {
        if (State == MeshState.Joined && now >= Deadline)
        {
            Enter(MeshState.Isolated);
            Rejoin(now);
        }
    }

    private void Rejoin(TimeSpan now)
    {
        _phase = Phase.Joining;
        _nextAt = now;
        _pause = FirstPause;
    }

    private void SendWhatIsDue(TimeSpan now)
    {
        if (_awaited != 0 || now < _nextAt)
        {
            return;
        }

        if (_phase == Phase.Beating)
        {
            _awaited = Session;
            _effects.Add(new MeshEffect.Send(new BeatCommand(settings.Node, Session)));
        }
        else if (_phase == Phase.Joining)
        {
            _awaited = ++Session;
            _effects.Add(new MeshEffect.Present(Session, Generation, _longestLease));
        }
    }

    private void Enter(MeshState state)
    {
        if (state != State)
        {
            _effects.Add(new MeshEffect.Enter(state, State));
            State = state;
        }
    }

    /// <summary>Waits a little longer after each failure, up to the reconnect delay, so that many nodes do not come back in step.</summary>
    private void PauseFrom(TimeSpan now)
    {
        var longest = settings.Store.ReconnectDelay;
        var pause = _pause < longest ? _pause : longest;
        _nextAt = now + (pause * (0.75 + (random.NextDouble() / 4)));
        _pause = pause * 1.5;
    }
}
