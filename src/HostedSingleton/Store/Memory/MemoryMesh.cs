namespace HostedSingleton.Store.Memory;

/// <summary>
/// One mesh's store in memory, and the reference for every other store: each command is one step under a lock. The rules are in the design page;
/// the method names are theirs.
/// </summary>
internal sealed partial class MemoryMesh(TimeProvider time)
{
    /// <summary>How many events a node can miss and still catch up without reading the tables.</summary>
    internal const int LogLength = 10_000;

    private readonly Lock _gate = new();
    private readonly List<Action<EventBatch>> _listeners = [];
    private MemoryState _state = new();
    private long _life = 1;
    private long _lastGeneration;
    private long _now;

    /// <summary>Runs one command.</summary>
    public StoreReply Execute(StoreCommand command)
    {
        lock (_gate)
        {
            Tick();
            return Run(command);
        }
    }

    /// <summary>Adds a listener of events. It is called inside the step that made them, so it must only take them in.</summary>
    public void Listen(Action<EventBatch> listener)
    {
        lock (_gate)
        {
            _listeners.Add(listener);
        }
    }

    public void Unlisten(Action<EventBatch> listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
        }
    }

    /// <summary>The server starts again with what it had, or with <paramref name="data"/>, an older copy.</summary>
    public void Restart(MemoryState? data = null)
    {
        lock (_gate)
        {
            _life++;
            _state = data?.Clone() ?? _state;
        }
    }

    /// <summary>Everything is deleted; the server runs on.</summary>
    public void Wipe()
    {
        lock (_gate)
        {
            _state = new MemoryState();
        }
    }

    /// <summary>A copy of all the store has.</summary>
    public MemoryState Snapshot()
    {
        lock (_gate)
        {
            return _state.Clone();
        }
    }

    private StoreReply Run(StoreCommand command) => command switch
    {
        JoinCommand join => Join(join),
        LeaveCommand leave => Leave(leave),
        NodeCommand node when RowOf(node) is null => new GoneReply(IsOld(node)),
        BeatCommand beat => Beat(beat),
        RegisterCommand register => new VerdictReply(Register(register)),
        ReregisterCommand reregister => new VerdictReply(Reregister(reregister)),
        UnregisterCommand unregister => Unregister(unregister),
        FreeCommand free => Free(free),
        HandOverCommand handOver => HandOver(handOver),
        CompleteCommand complete => Complete(complete),
        ResolveCommand resolve => Resolve(resolve),
        ReapCommand reap => Reap(reap),
        DrainCommand drain => Drain(drain),
        SuspectCommand suspect => Suspect(suspect),
        SinceCommand since => Since(since),
        PageCommand page => Page(page),
        StatusCommand status => Status(status),
        LookCommand look => Look(look),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "The store does not know this command."),
    };
}
