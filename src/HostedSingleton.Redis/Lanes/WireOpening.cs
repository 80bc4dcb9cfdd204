namespace HostedSingleton.Redis;

/// <summary>
/// The opening of one wire on a thread of its own, so that nothing in it (a name server, a connect, a handshake, the user's callbacks) can hold
/// the beat for longer than its limit. An opening that was given up closes its wire itself.
/// </summary>
internal sealed class WireOpening
{
    private readonly object _gate = new();
    private Wire? _wire;
    private Exception? _fault;
    private bool _givenUp;

    /// <summary>Begins to open.</summary>
    public WireOpening(Func<Wire> open, string name) => new Thread(() => Run(open)) { IsBackground = true, Name = name }.Start();

    /// <summary>Waits for the wire; once.</summary>
    /// <exception cref="TimeoutException">It did not open in time, or was given up.</exception>
    public Wire Wait(TimeLimit limit)
    {
        lock (_gate)
        {
            try
            {
                while (_wire is null && _fault is null && !_givenUp)
                {
                    Monitor.Wait(_gate, limit.Milliseconds);
                }
            }
            finally
            {
                _givenUp = _wire is null;
            }

            return _wire ?? throw _fault ?? new TimeoutException("The opening of the connection was given up.");
        }
    }

    /// <summary>Ends the wait.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            _givenUp = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Run(Func<Wire> open)
    {
        Wire? wire = null;
        Exception? fault = null;
        try
        {
            wire = open();
        }
        catch (Exception e)
        {
            fault = e;
        }

        lock (_gate)
        {
            _fault = fault;
            if (!_givenUp)
            {
                (_wire, wire) = (wire, null);
            }

            Monitor.PulseAll(_gate);
        }

        wire?.Dispose();
    }
}
