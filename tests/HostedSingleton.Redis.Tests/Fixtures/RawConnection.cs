using System.Net.Sockets;
using System.Text;
using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests.Fixtures;

/// <summary>A connection to Redis with no client that could reconnect behind a test's back.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly TcpClient _client = new();

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync("127.0.0.1", port).Within(Limit, $"a connection to port {port}");
        return connection;
    }

    public async Task<string> PingAsync()
    {
        await SendAsync("PING");
        return await ReadLineAsync().Within(Limit, "the reply to PING");
    }

    public async Task SendAsync(string command) => await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));

    public async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        var next = new byte[1];
        while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
        {
            if (await _client.GetStream().ReadAsync(next) == 0)
            {
                throw new EndOfStreamException("The connection ended.");
            }

            line.Append((char)next[0]);
        }

        return line.ToString().TrimEnd();
    }

    public void Dispose() => _client.Dispose();
}
