namespace HostedSingleton.TestKit;

/// <summary>A <c>redis-server</c> process on a free port of the loopback address, in a folder of its own.</summary>
public sealed class RedisProcess : RedisServer
{
    private const int Tries = 10;

    private readonly string[] _arguments;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hostedsingleton-redis-");
    private ChildProcess? _process;
    private bool _hasRun;
    private int _port = FreePort.Next();

    /// <summary>Prepares a server; <see cref="StartAsync"/> starts it.</summary>
    /// <param name="arguments">More arguments for <c>redis-server</c>, which win over the usual ones.</param>
    public RedisProcess(params string[] arguments) => _arguments = arguments;

    /// <summary>What to add to its environment at each start.</summary>
    public IReadOnlyDictionary<string, string?>? Variables { get; init; }

    /// <summary>Whether this machine has a <c>redis-server</c>.</summary>
    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    /// <inheritdoc/>
    public override string Host => "127.0.0.1";

    /// <inheritdoc/>
    public override int Port => _port;

    /// <inheritdoc/>
    public override string PeerAddress => $"{Host} {Port}";

    /// <summary>Where the server keeps its data and its log.</summary>
    public string Folder => _folder.FullName;

    private string LogFile => Path.Combine(Folder, "redis.log");

    private string SnapshotFile => Path.Combine(Folder, "dump.rdb");

    /// <inheritdoc/>
    public override async Task StartAsync()
    {
        for (var i = 1; !await TryStartAsync(); i++)
        {
            var log = await ReadLogAsync();
            // Only the first start may move: afterwards clients know the port.
            if (_hasRun || i == Tries || !log.Contains("Address already in use", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"redis-server did not start on port {Port}. Its log says:{Environment.NewLine}{log}");
            }

            File.Delete(LogFile);
            _port = FreePort.Next();
        }

        _hasRun = true;
    }

    /// <inheritdoc/>
    public override async Task StopAsync()
    {
        if (_process is { } process)
        {
            process.Send(Signal.Terminate);
            await process.Exited.Within(StopLimit, $"redis-server on port {Port} to end after SIGTERM");
        }
    }

    /// <inheritdoc/>
    public override Task KillAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public override Task PauseAsync() => SendAsync(Signal.Stop);

    /// <inheritdoc/>
    public override Task ResumeAsync() => SendAsync(Signal.Continue);

    /// <inheritdoc/>
    public override async Task<string> ReadLogAsync() =>
        _process?.Tail + (File.Exists(LogFile) ? await File.ReadAllTextAsync(LogFile) : "");

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private protected override Task<byte[]> ReadSnapshotAsync() => File.ReadAllBytesAsync(SnapshotFile);

    private protected override async Task ReplaceDataAsync(byte[]? snapshot)
    {
        foreach (var folder in _folder.EnumerateDirectories())
        {
            folder.Delete(recursive: true);
        }

        foreach (var file in _folder.EnumerateFiles().Where(file => file.FullName != LogFile))
        {
            file.Delete();
        }

        if (snapshot is not null)
        {
            await File.WriteAllBytesAsync(SnapshotFile, snapshot);
        }
    }

    private Task SendAsync(Signal signal)
    {
        _process?.Send(signal);
        return Task.CompletedTask;
    }

    /// <summary>Returns false where the process ended before it answered.</summary>
    private async Task<bool> TryStartAsync()
    {
        string[] usual = ["--port", $"{Port}", "--bind", Host, "--dir", Folder, "--logfile", LogFile, "--save", "", "--daemonize", "no"];
        var process = _process = ChildProcess.Start("redis-server", [.. usual, .. _arguments], environment: Variables);
        var up = false;
        await Eventually.Holds(
            async () => (up = await RedisLine.IsUpAsync(Host, Port)) || process.HasExited,
            StartLimit,
            () => $"redis-server on port {Port} to answer; its last lines are:{Environment.NewLine}{process.Tail}");
        return up && !process.HasExited;
    }
}
