namespace HostedSingleton.Messaging;

/// <summary>
/// The edge of one name's outbox. Whoever brings an input runs the machine under a lock and, one thread at a time, does what it asks for outside of it:
/// so envelopes go out in the machine's order, and an answer that comes while one is sent finds no lock held.
/// </summary>
internal sealed class Outbox : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<OutboxEffect> _effects = [];
    private readonly OutboxMachine _machine;
    private readonly Action<Outbox, OutboxEffect> _do;
    private readonly Func<TimeSpan> _now;
    private readonly ITimer _timer;
    private TimeSpan _wake = TimeSpan.MaxValue;
    private bool _draining;
    private bool _retired;

    public Outbox(GlobalName name, OutboxMachine machine, TimeProvider time, Func<TimeSpan> now, Action<Outbox, OutboxEffect> perform)
    {
        (Name, _machine, _now, _do) = (name, machine, now, perform);
        _timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public GlobalName Name { get; }

    /// <summary>The flow that is open; only what performs effects reads and writes it.</summary>
    public long Flow { get; set; }

    /// <summary>Brings an input. False when the outbox is retired.</summary>
    public bool Post(Action<OutboxMachine, TimeSpan> input)
    {
        lock (_gate)
        {
            if (_retired)
            {
                return false;
            }

            var now = _now();
            input(_machine, now);
            _machine.Effects.ForEach(_effects.Enqueue);
            _machine.Effects.Clear();
            Arm(now);
            if (_draining)
            {
                return true;
            }

            _draining = true;
        }

        Drain();
        return true;
    }

    /// <summary>Takes no more inputs, if it has nothing to do.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            _retired = _retired || (_machine.IsIdle && _effects.Count == 0 && !_draining);
            return _retired;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Drain()
    {
        while (Next() is { } effect)
        {
            _do(this, effect);
        }
    }

    private OutboxEffect? Next()
    {
        lock (_gate)
        {
            _draining = _effects.TryDequeue(out var effect);
            return effect;
        }
    }

    /// <summary>Sets the timer, unless it comes early enough as it is.</summary>
    private void Arm(TimeSpan now)
    {
        var wake = _machine.NextWake;
        if (wake < _wake)
        {
            _wake = wake;
            _timer.Change(wake > now ? wake - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            _wake = TimeSpan.MaxValue;
        }

        Post((machine, now) => machine.Tick(now));
    }
}
