using System.Collections.Immutable;

namespace HostedSingleton.Store.Memory;

/// <summary>
/// One mesh's store in memory, and the reference for every other store: each command is one step under a lock. The rules are in the design page;
/// the method names are theirs.
/// </summary>
internal sealed partial class MemoryMesh(TimeProvider time)
{
    /// <summary>How many events a node can miss and still catch up without reading the tables.</summary>
    internal const int LogLength = 10_000;

    /// <summary>How long a record remembers who lost its name without a goodbye: a day of working time.</summary>
    internal const long Memory = 24L * 60 * 60 * 1_000_000;

    private readonly Lock _gate = new();
    private readonly List<Action<EventBatch>> _listeners = [];
    private readonly OrderedDictionary<GlobalName, NameRow> _touched = [];
    private readonly List<NodeRow> _touchedNodes = [];
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
        CompleteCommand complete => Complete(complete),
        ResolveCommand resolve => Resolve(resolve),
        ReapCommand reap => Reap(reap),
        SuspectCommand suspect => Suspect(suspect),
        SinceCommand since => Since(since),
        PageCommand page => Page(page),
        StatusCommand status => Status(status),
        LookCommand look => Look(look),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "The store does not know this command."),
    };

    /// <summary>Moves the lease clock on, and opens a new generation where the store is empty or another server's.</summary>
    private void Tick()
    {
        _now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var grace = _state.Nodes.Values.Select(n => n.Grace).DefaultIfEmpty(0).Min();
        _state.Clock += Math.Clamp(_now - _state.LastTime, 0, grace);
        _state.LastTime = _now;
        if (_state.Generation == 0 || _state.Stamp != _life)
        {
            OpenGeneration();
        }
    }

    private void OpenGeneration()
    {
        _state.Fresh = _state.Names.Count == 0 && _state.Nodes.Count == 0;
        _state.Generation = _lastGeneration = Math.Max(Math.Max(_state.Generation, _lastGeneration) + 1, _now);
        _state.Stamp = _life;
        _state.Version = 0;
        _state.Log.Clear();
        _state.Joined = false;
        _state.OpenedAt = _state.Clock;
        _state.SettlesAt = _state.OpenedAt + _state.LongestLease;
        foreach (var row in _state.Names.Values)
        {
            row.Told = row.Told with { Version = 0 };
        }

        foreach (var row in _state.Nodes.Values)
        {
            row.Told = row.Told with { Version = 0 };
        }
    }

    private NodeRow? RowOf(NodeCommand command) =>
        _state.Nodes.TryGetValue(command.Node, out var row) && row.Down is null && row.Generation == _state.Generation && row.Session == command.Session ? row : null;

    private bool IsOld(NodeCommand command) => _state.Nodes.TryGetValue(command.Node, out var row) && row.Session > command.Session;

    private NameRow Touch(GlobalName name)
    {
        if (!_touched.TryGetValue(name, out var row))
        {
            row = _state.Names.GetValueOrDefault(name) ?? new NameRow(name);
            _touched.Add(name, row);
            ForgetLeft(row);
        }

        return row;
    }

    /// <summary>A goodbye counts from its first step on, also for names that it has not reached yet.</summary>
    private void ForgetLeft(NameRow row)
    {
        foreach (var id in row.Ids.Where(id => HasLeft(id.Node)).ToArray())
        {
            Forget(row, id);
        }
    }

    /// <summary>Ends a step: numbers its changes, keeps the rows, and tells the listeners.</summary>
    private void Commit()
    {
        var events = ImmutableArray.CreateBuilder<StoreEvent>();
        foreach (var node in _touchedNodes)
        {
            node.Told = node.Told with { Version = ++_state.Version, Down = node.Down };
            events.Add(node.Told);
        }

        foreach (var row in _touched.Values)
        {
            Keep(row, events);
            row.IndexedActive = _state.Active.Move(row.Name, row.IndexedActive, row.ActiveIds);
            row.IndexedRemembered = _state.Remembered.Move(row.Name, row.IndexedRemembered, row.RememberedIds);
        }

        _touchedNodes.Clear();
        _touched.Clear();
        Publish(events.ToImmutable());
    }

    private void Keep(NameRow row, ImmutableArray<StoreEvent>.Builder events)
    {
        if (!SameToTheMesh(row.Told, row.Record(row.Told.Version)))
        {
            row.Told = row.Record(++_state.Version);
            events.Add(row.Told);
        }

        if (row.IsEmpty)
        {
            _state.Names.Remove(row.Name);
            _state.Pending.Remove(row.Name);
        }
        else if (_state.Names.TryAdd(row.Name, row))
        {
            row.Ordinal = ++_state.LastOrdinal;
        }
    }

    private static bool SameToTheMesh(NameRecord left, NameRecord right) =>
        left.Owner == right.Owner && left.Completed == right.Completed && left.Ending.SequenceEqual(right.Ending) && left.Lost.SequenceEqual(right.Lost);

    private void Publish(ImmutableArray<StoreEvent> events)
    {
        if (events.IsEmpty)
        {
            return;
        }

        foreach (var change in events)
        {
            _state.Log.Enqueue(change);
        }

        while (_state.Log.Count > LogLength)
        {
            _state.Log.Dequeue();
        }

        var batch = new EventBatch(_state.Generation, events);
        _listeners.ForEach(listener => listener(batch));
    }

    /// <summary>The next token or ticket: above every one before, and above the store's time where that is larger.</summary>
    private long NextNumber() => _state.LastNumber = Math.Max(_state.LastNumber + 1, _now);
}
