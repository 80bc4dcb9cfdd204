using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>Opens wires as the client's options say: address, TLS, user and password, database.</summary>
/// <param name="options">The options. User and password are read at each opening, since they may change.</param>
/// <param name="clientName">What CLIENT LIST shows.</param>
/// <param name="time">The clock of the time limits.</param>
internal sealed class WireDialer(ConfigurationOptions options, string clientName, TimeProvider time)
{
    /// <summary>Opens a wire to a server and logs in.</summary>
    /// <exception cref="WireErrorException">The server refuses the login or the database.</exception>
    public Wire Open(EndPoint target, TimeSpan within)
    {
        var wire = OpenRaw(target, within);
        try
        {
            Greet(wire, within, options.User, options.Password);
            if (options.DefaultDatabase is > 0 and var database)
            {
                wire.Call(within, "SELECT", database);
            }

            return wire;
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    /// <summary>Asks a sentinel for the address of the primary; null where it does not know the service.</summary>
    public EndPoint? AskSentinel(EndPoint sentinel, TimeSpan within)
    {
        using var wire = OpenRaw(sentinel, within);
        Greet(wire, within, options.SentinelUser, options.SentinelPassword);
        var answer = wire.Call(within, "SENTINEL", "get-master-addr-by-name", options.ServiceName);
        return answer.Length == 2 ? new DnsEndPoint((string)answer[0]!, (int)answer[1]) : null;
    }

    private Wire OpenRaw(EndPoint target, TimeSpan within)
    {
        var stream = Connect(target, within);
        try
        {
            (stream.ReadTimeout, stream.WriteTimeout) = ((int)within.TotalMilliseconds, (int)within.TotalMilliseconds);
            return new Wire(options.Ssl ? WireTls.Encrypt(stream, target, options) : stream, EndPoints.Describe(target), time);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private Stream Connect(EndPoint target, TimeSpan within)
    {
        if (options.Tunnel is not { } tunnel)
        {
            return new NetworkStream(Dial(target, within), ownsSocket: true);
        }

        // A tunnel is asynchronous, so through it the wire is as weak as the pool is.
        var ask = tunnel.GetSocketConnectEndpointAsync(target, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var socket = ask is null ? null : Dial(ask, within);
        var stream = tunnel.BeforeAuthenticateAsync(target, ConnectionType.Interactive, socket, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return stream ?? new NetworkStream(socket ?? throw new IOException("The tunnel of the Redis options gives neither an address nor a stream."), ownsSocket: true);
    }

    private Socket Dial(EndPoint target, TimeSpan within)
    {
        SocketException? last = null;
        foreach (var address in EndPoints.Resolve(target))
        {
            try
            {
                return DialOne(address, within);
            }
            catch (SocketException e)
            {
                last = e;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private Socket DialOne(EndPoint address, TimeSpan within)
    {
        var local = address.AddressFamily == AddressFamily.Unix;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, local ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            // On Linux the send timeout bounds the connect too; elsewhere the caller's own limit does.
            socket.SendTimeout = (int)within.TotalMilliseconds;
            socket.NoDelay = !local;
            options.BeforeSocketConnect?.Invoke(address, ConnectionType.Interactive, socket);
            socket.Connect(address);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Greet(Wire wire, TimeSpan within, string? user, string? password)
    {
        if (!string.IsNullOrEmpty(password))
        {
            LogIn(wire, within, user, password);
        }

        try
        {
            wire.Call(within, "CLIENT", "SETNAME", clientName);
        }
        catch (WireErrorException e) when (!e.Message.StartsWith("NOAUTH", StringComparison.Ordinal))
        {
            // The name is for people who look at CLIENT LIST; a server or proxy without that command will do.
        }
    }

    private static void LogIn(Wire wire, TimeSpan within, string? user, string password)
    {
        try
        {
            wire.Call(within, string.IsNullOrEmpty(user) ? ["AUTH", password] : ["AUTH", user, password]);
        }
        catch (WireErrorException e) when (e.Message.Contains("without any password configured", StringComparison.Ordinal))
        {
            // A server that asks for no password takes one, as it does from the client.
        }
    }
}
