using DotNet.Testcontainers.Builders;
using Microsoft.Extensions.Logging.Abstractions;
using Testcontainers.Redis;

namespace HostedSingleton.TestKit;

/// <summary>A Redis in a container of Testcontainers, from the image <see cref="Image"/>.</summary>
public sealed class RedisContainer : RedisServer
{
    /// <summary>The image, pulled or built by <c>docker/redis-image/build</c>.</summary>
    public const string Image = "redis:7.0";

    private const string SnapshotFile = "/data/dump.rdb";
    // By it tests/run finds the containers of a run that crashed.
    private const string RunLabel = "hostedsingleton.run";
    private const int Tries = 10;

    private readonly DockerEngine _engine;
    private readonly string[] _arguments;
    private Testcontainers.Redis.RedisContainer _container;
    private bool _hasRun;
    private bool _isPaused;
    private int _port = FreePort.Next();

    internal RedisContainer(DockerEngine engine, params string[] arguments)
    {
        _engine = engine;
        _arguments = arguments;
        _container = NewContainer();
    }

    /// <inheritdoc/>
    public override string Host => _container.Hostname;

    /// <inheritdoc/>
    public override int Port => _port;

    /// <inheritdoc/>
    public override string PeerAddress => $"{_container.IpAddress} {RedisBuilder.RedisPort}";

    /// <inheritdoc/>
    public override async Task StartAsync()
    {
        for (var i = 1; !await TryStartAsync(mayMove: !_hasRun && i < Tries); i++)
        {
            await _container.DisposeAsync();
            _port = FreePort.Next();
            _container = NewContainer();
        }

        _hasRun = true;
        await Eventually.Holds(() => RedisLine.IsUpAsync(Host, Port), StartLimit, () => $"the container of {Image} at {Endpoint} to answer");
    }

    /// <inheritdoc/>
    public override Task StopAsync() => _container.StopAsync();

    /// <inheritdoc/>
    public override async Task KillAsync()
    {
        // An engine does not kill what is frozen.
        await ResumeAsync();
        if (_hasRun)
        {
            await _engine.KillAsync(_container.Id);
        }
    }

    /// <inheritdoc/>
    public override async Task PauseAsync()
    {
        await _container.PauseAsync();
        _isPaused = true;
    }

    /// <inheritdoc/>
    public override async Task ResumeAsync()
    {
        if (_isPaused)
        {
            _isPaused = false;
            await _container.UnpauseAsync();
        }
    }

    /// <inheritdoc/>
    public override async Task<string> ReadLogAsync()
    {
        var (stdout, stderr) = await _container.GetLogsAsync();
        return stdout + stderr;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await ResumeAsync();
        await _container.DisposeAsync();
    }

    private protected override Task<byte[]> ReadSnapshotAsync() => _container.ReadFileAsync(SnapshotFile);

    private protected override async Task ReplaceDataAsync(byte[]? snapshot)
    {
        await _container.DisposeAsync();
        _container = NewContainer(snapshot);
    }

    private async Task<bool> TryStartAsync(bool mayMove)
    {
        using var giveUp = new CancellationTokenSource(StartLimit);
        try
        {
            await _container.StartAsync(giveUp.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The container of {Image} did not answer within {StartLimit}. Its log says:{Environment.NewLine}{await ReadLogAsync()}");
        }
        catch (Docker.DotNet.DockerApiException e) when (mayMove && e.Message.Contains("port", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private Testcontainers.Redis.RedisContainer NewContainer(byte[]? snapshot = null)
    {
        var builder = new RedisBuilder(Image)
            .WithDockerEndpoint(_engine.Endpoint)
            .WithPortBinding(_port, RedisBuilder.RedisPort)
            .WithCommand(["redis-server", "--save", "", .. _arguments])
            .WithLabel(RunLabel, Environment.GetEnvironmentVariable("HOSTEDSINGLETON_RUN") ?? "by hand")
            .WithLogger(NullLogger.Instance);
        return (snapshot is null ? builder : builder.WithResourceMapping(snapshot, FilePath.Of(SnapshotFile))).Build();
    }
}
