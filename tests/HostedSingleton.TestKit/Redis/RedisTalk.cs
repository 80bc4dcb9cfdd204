using System.Net.Sockets;
using System.Text;

namespace HostedSingleton.TestKit;

/// <summary>A connection to a Redis on which a test says several things, or follows what the server says, with no client in between.</summary>
public sealed class RedisTalk : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    private RedisTalk(TcpClient client) => (_client, _reader) = (client, new StreamReader(client.GetStream(), Encoding.UTF8));

    /// <summary>Opens a connection.</summary>
    public static async Task<RedisTalk> OpenAsync(string host, int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(host, port).Within(Limit, $"a connection to Redis at {host}:{port}");
        return new RedisTalk(client);
    }

    /// <summary>Opens a connection.</summary>
    public static Task<RedisTalk> OpenAsync(RedisServer server) => OpenAsync(server.Host, server.Port);

    /// <summary>Sends a command and returns the text of its reply, which may be a line or a bulk of several; not for lists.</summary>
    /// <exception cref="InvalidOperationException">The reply is an error.</exception>
    public async Task<string> AskAsync(string command)
    {
        await SendAsync(command);
        var reply = await NextLineAsync().Within(Limit, $"the reply to '{command}'");
        return reply[0] switch
        {
            '-' => throw new InvalidOperationException($"Redis answered '{command}' with '{reply}'."),
            '$' => await ReadBulkAsync(int.Parse(reply.AsSpan(1))).Within(Limit, $"the rest of the reply to '{command}'"),
            _ => reply[1..],
        };
    }

    /// <summary>Sends a command and does not wait for the reply.</summary>
    public async Task SendAsync(string command) => await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"));

    /// <summary>Waits for the next line that the server sends.</summary>
    /// <exception cref="EndOfStreamException">The connection has ended.</exception>
    public async Task<string> NextLineAsync() => await _reader.ReadLineAsync() ?? throw new EndOfStreamException("Redis closed the connection.");

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }

    private async Task<string> ReadBulkAsync(int length)
    {
        if (length < 0)
        {
            return "";
        }

        // Only texts that are ASCII are asked for, so characters are bytes.
        var bulk = new char[length + 2];
        var count = await _reader.ReadBlockAsync(bulk);
        return new string(bulk, 0, Math.Min(count, length));
    }
}
