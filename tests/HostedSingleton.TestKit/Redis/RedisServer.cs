namespace HostedSingleton.TestKit;

/// <summary>A Redis of one test's own, to be stopped, killed, frozen, wiped and set back; its address stays the same through all of it.</summary>
/// <remarks>Unless the arguments say otherwise it saves nothing, so a restart is a restart with no data. Get one from <see cref="RedisServers"/>.</remarks>
public abstract class RedisServer : IAsyncDisposable
{
    private protected static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private protected static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    /// <summary>The server's address.</summary>
    public abstract string Host { get; }

    /// <summary>The server's port.</summary>
    public abstract int Port { get; }

    /// <summary>The address to connect to, as <c>host:port</c>.</summary>
    public string Endpoint => $"{Host}:{Port}";

    /// <summary>The address at which another server of this run reaches this one, as <c>host port</c>, the way <c>REPLICAOF</c> wants it.</summary>
    public abstract string PeerAddress { get; }

    /// <summary>Starts the server with the data it has on disk, and returns when it answers.</summary>
    public abstract Task StartAsync();

    /// <summary>Asks the server to end, as an operator would, and returns when it is gone.</summary>
    public abstract Task StopAsync();

    /// <summary>Ends the server at once: what is not yet on disk is lost.</summary>
    public abstract Task KillAsync();

    /// <summary>Freezes the server: connections stay open, nothing is answered.</summary>
    public abstract Task PauseAsync();

    /// <summary>Lets a frozen server go on.</summary>
    public abstract Task ResumeAsync();

    /// <summary>What the server has logged so far, for the message of a failed test.</summary>
    public abstract Task<string> ReadLogAsync();

    /// <summary>Kills the server and starts it again with what it has on disk (with <c>--appendonly yes --appendfsync always</c>: everything).</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>Kills the server and starts it again with no data.</summary>
    public async Task RestartEmptyAsync()
    {
        await KillAsync();
        await ReplaceDataAsync(snapshot: null);
        await StartAsync();
    }

    /// <summary>Returns a snapshot of all data, for <see cref="RestartFromAsync"/>.</summary>
    public async Task<byte[]> SnapshotAsync()
    {
        await CommandAsync("SAVE");
        return await ReadSnapshotAsync();
    }

    /// <summary>Kills the server and starts it again from an older snapshot. Not for a server with <c>--appendonly yes</c>, which would not read it.</summary>
    public async Task RestartFromAsync(byte[] snapshot)
    {
        await KillAsync();
        await ReplaceDataAsync(snapshot);
        await StartAsync();
    }

    /// <summary>Sends one command and returns the first line of the reply, <c>+OK</c> for example.</summary>
    /// <exception cref="InvalidOperationException">The reply is an error.</exception>
    public async Task<string> CommandAsync(string command)
    {
        var reply = await RedisLine.AskAsync(Host, Port, command, StartLimit);
        return reply.StartsWith('-')
            ? throw new InvalidOperationException($"Redis at {Endpoint} answered '{command}' with '{reply}'.")
            : reply;
    }

    /// <summary>Ends the server and deletes all that it left.</summary>
    public abstract ValueTask DisposeAsync();

    private protected abstract Task<byte[]> ReadSnapshotAsync();

    /// <summary>Deletes all data of the dead server, and leaves the snapshot, if any, for the next start.</summary>
    private protected abstract Task ReplaceDataAsync(byte[]? snapshot);
}
