using System.Net;
using System.Net.Sockets;

namespace HostedSingleton.TestKit;

/// <summary>One connection through a <see cref="TcpProxy"/>: two sockets, and a thread for each direction.</summary>
internal sealed class ProxyLink(Socket client, EndPoint target, ProxyGate gate, Func<TimeSpan> latency, Action onPassed, Action<ProxyLink> onClosed)
{
    private readonly Socket _server = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private int _closed;

    private bool IsClosed => Volatile.Read(ref _closed) == 1;

    /// <summary>Opens the way to the target on a thread of its own, and starts to pass bytes on.</summary>
    public void Start() => NewThread(Run).Start();

    /// <summary>Closes both ends so that each peer sees its connection reset.</summary>
    public void Reset()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
        {
            return;
        }

        Abort(client);
        Abort(_server);
        gate.Wake();
        onClosed(this);
    }

    private void Run()
    {
        // The far end cannot answer while nothing flows to it, so a connection made during a stall completes when it heals.
        gate.WaitUntilFlows(ProxyDirection.ToServer, () => IsClosed);
        try
        {
            _server.Connect(target);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Reset();
            return;
        }

        var back = NewThread(() => Pump(_server, client, ProxyDirection.ToClient));
        back.Start();
        Pump(client, _server, ProxyDirection.ToServer);
        back.Join();
        Reset();
    }

    private void Pump(Socket from, Socket to, ProxyDirection direction)
    {
        var ended = PumpUntilEnd(from, to, direction);
        // As with a real link, the end of one side stays unknown to the other for as long as nothing flows.
        gate.WaitUntilFlows(direction, () => IsClosed);
        if (!ended || !TryEndSending(to))
        {
            Reset();
        }
    }

    /// <summary>Returns true where the sender ended in good order, and false where the connection is of no more use.</summary>
    private bool PumpUntilEnd(Socket from, Socket to, ProxyDirection direction)
    {
        var buffer = new byte[64 * 1024];
        var lost = false;
        while (TryReceive(from, buffer, out var count))
        {
            // A stream that has lost bytes never makes sense again, so it stays silent after the heal: a half-open link.
            lost |= gate.WaitWhileHeld(direction, () => IsClosed) == ProxyFlow.Swallows;
            if (count == 0)
            {
                return !lost;
            }

            if (!lost && !TrySend(to, buffer.AsSpan(0, count)))
            {
                return false;
            }
        }

        return false;
    }

    private bool TrySend(Socket to, ReadOnlySpan<byte> bytes)
    {
        if (latency() is var delay && delay > TimeSpan.Zero)
        {
            Thread.Sleep(delay);
        }

        try
        {
            onPassed();
            to.Send(bytes);
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static bool TryReceive(Socket from, byte[] buffer, out int count)
    {
        try
        {
            count = from.Receive(buffer);
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            count = 0;
            return false;
        }
    }

    private static bool TryEndSending(Socket to)
    {
        try
        {
            to.Shutdown(SocketShutdown.Send);
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static void Abort(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }

        socket.Dispose();
    }

    private static Thread NewThread(ThreadStart run) => new(run) { IsBackground = true, Name = "TcpProxy" };
}
