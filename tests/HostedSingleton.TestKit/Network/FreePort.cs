using System.Net;
using System.Net.Sockets;

namespace HostedSingleton.TestKit;

/// <summary>Finds a port on the loopback address that nobody listens on.</summary>
/// <remarks>
/// It looks below the range from which the system takes ports for outgoing connections, so a port stays free while its server
/// is restarted. Two processes may still choose the same one: who starts a server tries again with another.
/// </remarks>
public static class FreePort
{
    private const int Lowest = 15_000;
    private const int Highest = 31_999;
    private const int Tries = 200;

    /// <summary>Returns a port that was free a moment ago.</summary>
    public static int Next()
    {
        for (var i = 0; i < Tries; i++)
        {
            var port = Random.Shared.Next(Lowest, Highest + 1);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No free port found on 127.0.0.1 in {Tries} tries between {Lowest} and {Highest}.");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
