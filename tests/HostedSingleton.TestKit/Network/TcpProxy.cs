using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HostedSingleton.TestKit;

/// <summary>
/// A link on the loopback address that a test can break: it listens, and passes every connection on to one target.
/// </summary>
/// <remarks>Each connection has threads of its own, so a starved thread pool does not slow the link.</remarks>
public sealed class TcpProxy : IDisposable
{
    private static readonly TimeSpan ListenLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly ProxyGate _gate = new();
    private readonly ConcurrentDictionary<ProxyLink, bool> _links = new();
    private volatile EndPoint _target;
    private Socket? _listener;
    private long _latency;
    private long _firstPassed;

    /// <summary>Starts to listen on a free port.</summary>
    /// <param name="host">The address of the target.</param>
    /// <param name="port">The port of the target.</param>
    public TcpProxy(string host, int port)
    {
        _target = Resolve(host, port);
        Port = FreePort.Next();
        Listen();
    }

    /// <summary>Starts to listen on a free port, and passes on to this server.</summary>
    public TcpProxy(RedisServer server)
        : this(server.Host, server.Port)
    {
    }

    /// <summary>The port to connect to; the same through every cut and heal.</summary>
    public int Port { get; }

    /// <summary>The address to connect to, as <c>127.0.0.1:port</c>.</summary>
    public string Endpoint => $"127.0.0.1:{Port}";

    /// <summary>How many connections are open through the proxy.</summary>
    public int Connections => _links.Count;

    /// <summary>When the first bytes were passed on since the last change of how they flow; the minimum where none were.</summary>
    public DateTimeOffset FirstPassed => new(Interlocked.Read(ref _firstPassed), TimeSpan.Zero);

    /// <summary>How long what is read waits before it is passed on, each way; at least, since what arrives meanwhile waits behind it.</summary>
    public TimeSpan Latency
    {
        get => new(Interlocked.Read(ref _latency));
        set => Interlocked.Exchange(ref _latency, value.Ticks);
    }

    /// <summary>Resets all connections and refuses new ones, as when the server's machine is up and its process is gone.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _listener?.Dispose();
            _listener = null;
        }

        DropConnections();
    }

    /// <summary>Resets all connections; new ones are taken at once.</summary>
    public void DropConnections()
    {
        foreach (var link in _links.Keys)
        {
            link.Reset();
        }
    }

    /// <summary>
    /// Swallows all bytes both ways while every socket stays open, as when a firewall drops packets. A connection that lost bytes
    /// stays silent after the heal; one that was opened meanwhile reaches the target at the heal.
    /// </summary>
    public void Stall() => Set(ProxyFlow.Swallows, ProxyFlow.Swallows);

    /// <summary>As <see cref="Stall"/>, in one direction only: with <see cref="ProxyDirection.ToClient"/> commands arrive and replies are lost.</summary>
    public void StallOneWay(ProxyDirection direction) => Set(
        direction == ProxyDirection.ToServer ? ProxyFlow.Swallows : ProxyFlow.Flows,
        direction == ProxyDirection.ToClient ? ProxyFlow.Swallows : ProxyFlow.Flows);

    /// <summary>Keeps all bytes both ways and passes them on at the heal: late, but none is lost.</summary>
    public void Hold() => Set(ProxyFlow.Holds, ProxyFlow.Holds);

    /// <summary>Leads connections made from now on to another server, as an address that follows a failover does; those that are open stay.</summary>
    public void LeadTo(RedisServer server) => _target = Resolve(server.Host, server.Port);

    /// <summary>Ends a cut, a stall or a hold.</summary>
    public void Heal() => Set(ProxyFlow.Flows, ProxyFlow.Flows);

    /// <summary>Resets all connections and stops listening.</summary>
    public void Dispose() => Cut();

    private static IPEndPoint Resolve(string host, int port) => new(Dns.GetHostAddresses(host, AddressFamily.InterNetwork)[0], port);

    private void Set(ProxyFlow toServer, ProxyFlow toClient)
    {
        Interlocked.Exchange(ref _firstPassed, 0);
        _gate.Set(toServer, toClient);
        Listen();
    }

    private void Listen()
    {
        lock (_lock)
        {
            if (_listener is null)
            {
                var listener = _listener = Bind();
                new Thread(() => Accept(listener)) { IsBackground = true, Name = "TcpProxy" }.Start();
            }
        }
    }

    private Socket Bind()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, Port));
                socket.Listen();
                return socket;
            }
            catch (SocketException) when (TimeProvider.System.GetElapsedTime(start) < ListenLimit)
            {
                socket.Dispose();
                Thread.Sleep(10);
            }
        }
    }

    private void Accept(Socket listener)
    {
        while (IsCurrent(listener))
        {
            try
            {
                var client = listener.Accept();
                client.NoDelay = true;
                Open(listener, client);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Either the listener is gone, which the loop sees, or the client is, which does not matter.
            }
        }
    }

    private void Open(Socket listener, Socket client)
    {
        var link = new ProxyLink(client, _target, _gate, () => Latency, NotePassed, closed => _links.TryRemove(closed, out _));
        _links[link] = true;
        link.Start();
        if (!IsCurrent(listener))
        {
            // Accepted while a cut was under way: the cut has not seen this one.
            link.Reset();
        }
    }

    private void NotePassed()
    {
        if (Interlocked.Read(ref _firstPassed) == 0)
        {
            Interlocked.CompareExchange(ref _firstPassed, TimeProvider.System.GetUtcNow().UtcTicks, 0);
        }
    }

    private bool IsCurrent(Socket listener)
    {
        lock (_lock)
        {
            return _listener == listener;
        }
    }
}
