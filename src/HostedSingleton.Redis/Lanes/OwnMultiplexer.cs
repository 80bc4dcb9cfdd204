using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>
/// A multiplexer of the link's own. It reconnects by itself when its connection breaks; when a command got no answer it is replaced, since by itself it
/// takes some seconds to see that a connection is half open.
/// </summary>
/// <param name="options">How to connect.</param>
/// <param name="pace">The pauses between attempts.</param>
/// <param name="time">The clock of the pauses.</param>
internal sealed class OwnMultiplexer(ConfigurationOptions options, Pace pace, TimeProvider time) : IMultiplexerSource
{
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _distrusted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnectionMultiplexer? _current;
    private Task _running = Task.CompletedTask;

    public IConnectionMultiplexer? Current => Volatile.Read(ref _current);

    public void Start(Action<IConnectionMultiplexer, CancellationToken> onNew) => _running = Task.Run(() => RunAsync(onNew));

    public void Distrust(IConnectionMultiplexer multiplexer)
    {
        lock (_gate)
        {
            if (_current == multiplexer)
            {
                _current = null;
                _distrusted.TrySetResult();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task RunAsync(Action<IConnectionMultiplexer, CancellationToken> onNew)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await UseAsync(await ConnectAsync().ConfigureAwait(false), onNew).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Users' code runs in here too, by the options' own callbacks; without a multiplexer the node could ask for nothing any more.
            catch (Exception)
#pragma warning restore CA1031
            {
                // The next attempt comes after a pause. That there is no connection is told by the commands that need one.
            }
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        await Task.Delay(pace.Left > TimeSpan.Zero ? pace.Left : TimeSpan.Zero, time, _closing.Token).ConfigureAwait(false);

        // Each counts as a failure until it has been of use for longer than the longest pause: one that connects and is of no use must not spin.
        pace.Fail();
        var present = options.Clone();
        Turn(options.EndPoints);
        return await ConnectionMultiplexer.ConnectAsync(present).ConfigureAwait(false);
    }

    /// <summary>Of two servers that both call themselves the primary, the client takes the one that is named first; the next attempt takes the other.</summary>
    private static void Turn(EndPointCollection servers)
    {
        if (servers.Count > 1)
        {
            var first = servers[0];
            servers.RemoveAt(0);
            servers.Add(first);
        }
    }

    private async Task UseAsync(ConnectionMultiplexer multiplexer, Action<IConnectionMultiplexer, CancellationToken> onNew)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        try
        {
            onNew(multiplexer, life.Token);
            await Adopt(multiplexer).WaitAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Volatile.Write(ref _current, null);
            await life.CancelAsync().ConfigureAwait(false);
            // Dispose would wait for an answer to QUIT, which a half-open connection never gives.
            await multiplexer.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Makes a multiplexer the current one; the task ends when it is distrusted.</summary>
    private Task Adopt(ConnectionMultiplexer multiplexer)
    {
        lock (_gate)
        {
            _distrusted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _current = multiplexer;
            return _distrusted.Task;
        }
    }
}
