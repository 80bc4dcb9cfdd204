namespace HostedSingleton.TestKit;

/// <summary>The state of a <see cref="TcpProxy"/> that all its connections share, and on whose change they wait.</summary>
internal sealed class ProxyGate
{
    private readonly object _lock = new();
    private ProxyFlow _toServer;
    private ProxyFlow _toClient;

    /// <summary>Sets both directions, and wakes whoever waits.</summary>
    public void Set(ProxyFlow toServer, ProxyFlow toClient)
    {
        lock (_lock)
        {
            _toServer = toServer;
            _toClient = toClient;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Wakes whoever waits, so that it looks whether its connection is closed.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits while the direction holds its bytes, and returns what it does with them then.</summary>
    public ProxyFlow WaitWhileHeld(ProxyDirection direction, Func<bool> closed)
    {
        lock (_lock)
        {
            while (FlowOf(direction) == ProxyFlow.Holds && !closed())
            {
                Monitor.Wait(_lock);
            }

            return FlowOf(direction);
        }
    }

    /// <summary>Waits until the direction passes its bytes on.</summary>
    public void WaitUntilFlows(ProxyDirection direction, Func<bool> closed)
    {
        lock (_lock)
        {
            while (FlowOf(direction) != ProxyFlow.Flows && !closed())
            {
                Monitor.Wait(_lock);
            }
        }
    }

    private ProxyFlow FlowOf(ProxyDirection direction) => direction == ProxyDirection.ToServer ? _toServer : _toClient;
}
