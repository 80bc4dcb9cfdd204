using HostedSingleton.Store;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Mesh;

/// <summary>
/// Runs a node: it feeds the machines on one thread and does what they ask for. Everything that a machine decides, it decides here and in order.
/// </summary>
internal sealed partial class NodeAgent : IAsyncDisposable
{
    /// <summary>How many events wait for a reader of a sequence at most.</summary>
    internal const int WatchBuffer = 1024;

    /// <summary>How long a node that is disposed of waits for its own last turn.</summary>
    private static readonly TimeSpan LastTurn = TimeSpan.FromSeconds(1);

    private readonly NodeSettings _settings;
    private readonly IStoreLink _link;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _origin;
    private readonly IAgentLoop _loop;
    private readonly MeshMachine _machine;
    private readonly List<IMeshParticipant> _participants = [];
    private readonly Wishes _wishes = new();
    private readonly List<TaskCompletionSource> _connecting = [];
    private readonly List<TaskCompletionSource> _parting = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile MeshState _state;
    private volatile bool _isStarted;

    public NodeAgent(NodeSettings settings, IStoreLink link, TimeProvider time, ILogger logger, INodeThreads threads)
    {
        (_settings, _link, _time, _logger, _origin) = (settings, link, time, logger, time.GetTimestamp());
        _machine = new MeshMachine(settings, new Random(settings.Seed));
        _watch = new WatchMachine(settings.Node, settings.CrashDetection, settings.WatchInterval, settings.Lease);
        _loop = threads.Loop($"hs-agent {settings.Node.Name}", time, NextSleep);
        Callbacks = threads.Callbacks($"hs-callback {settings.Node.Name}");
        Watchers = new Watchers<MeshEvent>(WatchBuffer, missed => new MeshEvent(MeshEventKind.Missed, settings.Node) { Missed = missed });
        StartedAt = Microseconds(time.GetUtcNow());
    }

    public NodeSettings Settings => _settings;

    public ICallbackLanes Callbacks { get; }

    public MembershipView Members { get; } = new();

    public Watchers<MeshEvent> Watchers { get; }

    /// <summary>The node's state, for any thread.</summary>
    public MeshState State => _state;

    /// <summary>The present session. In the agent's turn only.</summary>
    public long Session => _machine.Session;

    /// <summary>Whether commands of the present session may be sent. In the agent's turn only.</summary>
    public bool MaySend => _machine.MaySend;

    /// <summary>Whether the node's own deadline has not passed. In the agent's turn only.</summary>
    public bool IsWithinDeadline => _machine.State == MeshState.Joined && Now < _machine.Deadline;

    /// <summary>Whether the store is out of reach. In the agent's turn only.</summary>
    public bool IsCutOff => _machine.IsCutOff;

    /// <summary>Ends when the node has left or was disposed of: then nothing is granted to it any more, and nobody needs to wait for it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>When this process started the node, µs since 1970 by its own clock.</summary>
    public long StartedAt { get; }

    /// <summary>Elapsed time of this node's monotonic clock.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>The node's wall clock, µs since 1970: for island registrations only.</summary>
    public long WallClock => Microseconds(_time.GetUtcNow());

    /// <summary>Adds one that lives on the node's lease, before the start.</summary>
    public void Add(IMeshParticipant participant) => _participants.Add(participant);

    public void Start()
    {
        _link.Listen(_link.MayActOnEvents ? batch => Run(Heard(batch)) : batch => Post(Heard(batch)));
        _loop.Start();
        _isStarted = true;
        LogStarting(_settings.Node, _settings.Mesh, _settings.Lease, _settings.Beat);
        if (_settings.ConnectAtStart)
        {
            Post(now => Step(new MeshInput.ConnectAsked(), now));
        }
    }

    private Action<TimeSpan> Heard(EventBatch batch) => now => Follow(_feed.Heard(batch), now);

    /// <summary>Runs something in its turn, later.</summary>
    public void Post(Action<TimeSpan> work) => _loop.Post(() => work(Now));

    /// <summary>Runs something in its turn, at once if that can be: for what somebody waits for.</summary>
    public void Run(Action<TimeSpan> work) => _loop.Run(() => work(Now));

    /// <summary>Sends a command for a participant; the answer comes back in a turn of its own.</summary>
    public void Send(StoreCommand command, Action<StoreReply, TimeSpan> onReply) =>
        _link.Send(command, reply => Run(now =>
        {
            if (reply is GoneReply && command is NodeCommand node)
            {
                Step(new MeshInput.SessionEnded(node.Session), now);
            }

            onReply(reply, now);
        }));

    /// <summary>Ends a session that still lasts: the node joins anew, and the store refuses whatever of the old one is still on its way.</summary>
    public void EndSession(long session) => Post(now => Step(new MeshInput.SessionEnded(session), now));

    public Task ConnectAsync()
    {
        var wish = _wishes.Connect();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(now =>
        {
            _connecting.Add(done);
            if (!_wishes.IsDisconnectedSince(wish))
            {
                StayConnected(now);
            }

            Step(new MeshInput.ConnectAsked(), now);
        });
        return done.Task;
    }

    /// <summary>Cuts the node off once what must not run on an island has stopped, unless a connect is asked for before that.</summary>
    public async Task DisconnectAsync()
    {
        var wish = _wishes.Disconnect();
        foreach (var participant in _participants)
        {
            await Task.WhenAny(participant.PrepareDisconnectAsync(() => !_wishes.IsConnectedSince(wish)), _disposed.Task).ConfigureAwait(false);
        }

        await PartAsync(() => _wishes.IsConnectedSince(wish) ? null : new MeshInput.DisconnectAsked()).ConfigureAwait(false);
    }

    /// <summary>
    /// Says goodbye for all the node holds. Where something under <see cref="WhenIsolated.Stop"/> has not stopped, the node falls silent instead, and its
    /// lease does the rest.
    /// </summary>
    public Task LeaveAsync() => PartAsync(() => new MeshInput.LeaveAsked(!_participants.Exists(p => p.NeedsLease)));

    /// <summary>Waits for something that only a living node can do.</summary>
    /// <exception cref="InvalidOperationException">The node has left or was disposed of.</exception>
    public async Task WhileAliveAsync(Task work, CancellationToken cancellationToken)
    {
        await Task.WhenAny(work, Ended).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!work.IsCompleted)
        {
            throw HasLeft();
        }

        await work.ConfigureAwait(false);
    }

    /// <summary>What those are told who ask a node for something after its end.</summary>
    public InvalidOperationException HasLeft() => new($"Node {_settings.Node} has left its mesh {_settings.Mesh}, for its host has stopped. Start a host anew.");

    public async ValueTask DisposeAsync()
    {
        await FallSilentAsync().ConfigureAwait(false);
        _ended.TrySetResult();
        _disposed.TrySetResult();
        _loop.Dispose();
        Watchers.End();
        Callbacks.Dispose();
        await _link.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Who holds something here must hear that it is lost, also where the node has not left before it is disposed of: nobody else would tell.</summary>
    private async Task FallSilentAsync()
    {
        if (_isStarted && State != MeshState.Left)
        {
            await PartAsync(new MeshInput.LeaveAsked(Goodbye: false)).WaitAsync(LastTurn, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Parts from the mesh; ends when the store has heard it, or the node was disposed of.</summary>
    internal Task PartAsync(MeshInput input) => PartAsync(() => input);

    /// <param name="input">What parts, asked for in the agent's turn; null when that is over with.</param>
    private Task PartAsync(Func<MeshInput?> input)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(now =>
        {
            if (input() is { } wanted)
            {
                _parting.Add(done);
                Step(wanted, now);
            }
            else
            {
                done.SetResult();
            }
        });
        return Task.WhenAny(done.Task, _disposed.Task);
    }

    /// <summary>
    /// Takes back a disconnect that still waits for bodies to stop. Meanwhile nothing was asked for, and what was granted was held back: a new session brings all of that up.
    /// </summary>
    private void StayConnected(TimeSpan now)
    {
        if (!_yields && _participants.Exists(p => p.IsParting))
        {
            _participants.ForEach(p => p.Parted());
            Step(new MeshInput.SessionEnded(Session), now);
        }
    }

    private TimeSpan NextSleep()
    {
        var now = Now;
        Step(new MeshInput.Ticked(), now);
        foreach (var participant in _participants.Where(p => p.NextWake <= now))
        {
            participant.Tick(now);
        }

        Watch(now);
        FinishWaits(now);
        var watch = MaySend ? _watch.NextWake : TimeSpan.MaxValue;
        var next = _participants.Select(p => p.NextWake).Append(_machine.NextWake).Append(watch).Min();
        var relief = Callbacks.Relieve();
        var sleep = next == TimeSpan.MaxValue ? next : next - Now;
        return relief < sleep ? relief : sleep;
    }

    private void Step(MeshInput input, TimeSpan now)
    {
        var effects = _machine.Step(input, now);
        foreach (var effect in effects)
        {
            Do(effect, now);
        }

        if (effects.Count > 0 && _machine.IsCutOff)
        {
            _participants.ForEach(p => p.Unreachable(now));
        }
    }

    private void Do(MeshEffect effect, TimeSpan now)
    {
        switch (effect)
        {
            case MeshEffect.Send send:
                SendOwn(send.Command);
                break;
            case MeshEffect.Present present:
                SendOwn(Join(present));
                break;
            case MeshEffect.Admitted admitted:
                Admit(admitted, now);
                break;
            case MeshEffect.Beaten beaten:
                _syncing.Beaten();
                _participants.ForEach(p => p.Beaten(beaten.Reply, now));
                TellDrain();
                Follow(_feed.Hint(beaten.Reply.Version), now);
                break;
            case MeshEffect.Enter enter:
                Enter(enter, now);
                break;
            case MeshEffect.Trouble trouble:
                LogTrouble(trouble);
                break;
            default:
                _participants.ForEach(p => p.Parted());
                _parting.ForEach(done => done.TrySetResult());
                _parting.Clear();
                break;
        }
    }

    /// <summary>Sends a command of the node's own life. Its lease counts from before the send.</summary>
    private void SendOwn(NodeCommand command)
    {
        var sentAt = Now;
        _link.Send(command, reply => Post(now => Step(new MeshInput.Replied(command, sentAt, reply), now)));
    }

    private JoinCommand Join(MeshEffect.Present present)
    {
        var claims = _participants.ConvertAll(p => p.Present(present.Session));
        return new JoinCommand(_settings.Node, present.Session)
        {
            LastGeneration = present.LastGeneration, Lease = _settings.Lease, Beat = _settings.Beat, Grace = _settings.Grace, LongestLease = present.LongestLease,
            RefusesNamesake = _settings.WhenNodeTaken == WhenNodeTaken.Refuse, HighestToken = _participants.Select(p => p.HighestToken).DefaultIfEmpty().Max(), StartedAt = StartedAt, Labels = _settings.Labels, Drain = Drain.Word,
            Holds = [.. claims.SelectMany(c => c.Holds)], Waits = [.. claims.SelectMany(c => c.Waits)],
        };
    }

    private void Admit(MeshEffect.Admitted admitted, TimeSpan now)
    {
        var reply = admitted.Reply;
        LogAdmitted(admitted);
        _watch.Members(Members.Nodes, admitted.NewGeneration, now);
        _participants.ForEach(p => p.Admitted(_machine.Session, reply, now));
        Follow(_feed.Joined(reply.Generation, reply.Version), now);
    }

    private void Enter(MeshEffect.Enter enter, TimeSpan now)
    {
        _state = enter.State;
        LogEntered(enter);
        if (enter.State == MeshState.Disconnected)
        {
            _feed.Forget();
            Apply(now);
        }

        _participants.ForEach(p => p.Entered(enter.State, now));
        if (KindOf(enter) is { } kind)
        {
            Watchers.Tell(new MeshEvent(kind, _settings.Node));
        }

        if (enter.State == MeshState.Left)
        {
            _ended.TrySetResult();
        }
    }

    private static MeshEventKind? KindOf(MeshEffect.Enter enter) => enter.State switch
    {
        MeshState.Joined => enter.Before == MeshState.Isolated ? MeshEventKind.Rejoined : MeshEventKind.Joined,
        MeshState.Isolated => MeshEventKind.Isolated,
        MeshState.Disconnected => MeshEventKind.Disconnected,
        MeshState.Left => MeshEventKind.Left,
        _ => null,
    };

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
