using System.Net.Sockets;

namespace HostedSingleton.TestKit;

/// <summary>Asks a Redis one thing over a connection made for it, with no client in between.</summary>
internal static class RedisLine
{
    /// <summary>Sends a command and returns the first line of the reply.</summary>
    public static async Task<string> AskAsync(string host, int port, string command, TimeSpan limit)
    {
        using var giveUp = new CancellationTokenSource(limit);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, giveUp.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(command + "\r\n"), giveUp.Token);
            using var reader = new StreamReader(stream);
            return await reader.ReadLineAsync(giveUp.Token) ?? throw new IOException($"Redis at {host}:{port} closed the connection on '{command}'.");
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Redis at {host}:{port} did not answer '{command}' within {limit}.");
        }
    }

    /// <summary>Whether the server answers and has loaded its data; a server that wants a password first counts as up.</summary>
    public static async Task<bool> IsUpAsync(string host, int port)
    {
        try
        {
            var reply = await AskAsync(host, port, "PING", TimeSpan.FromSeconds(1));
            return reply == "+PONG" || reply.StartsWith("-NOAUTH", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SocketException or IOException or TimeoutException)
        {
            return false;
        }
    }
}
