using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>
/// A multiplexer of the link's own. It is replaced when a command got no answer, since by itself it takes some seconds to see that a connection is half
/// open; and when its connection broke, since then the pause to the next attempt and the time limit of each are the link's.
/// </summary>
/// <param name="targets">Where and how to connect.</param>
/// <param name="pace">The pauses between attempts.</param>
/// <param name="time">The clock of the pauses.</param>
internal sealed class OwnMultiplexer(MultiplexerTargets targets, Pace pace, TimeProvider time) : IMultiplexerSource
{
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _distrusted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnectionMultiplexer? _current;
    private Task _running = Task.CompletedTask;

    public IConnectionMultiplexer? Current => Volatile.Read(ref _current);

    public bool IsOfGroup => targets.IsOfGroup;

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

    /// <summary>Whether it is connected to a server that takes writes.</summary>
    private static bool IsOfUse(IConnectionMultiplexer multiplexer) => multiplexer.GetServers().Any(server => server.IsConnected && !server.IsReplica);

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
        return await ConnectionMultiplexer.ConnectAsync(await targets.FindAsync(_closing.Token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task UseAsync(ConnectionMultiplexer multiplexer, Action<IConnectionMultiplexer, CancellationToken> onNew)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        try
        {
            if (IsOfUse(multiplexer))
            {
                onNew(multiplexer, life.Token);
                var distrusted = Adopt(multiplexer);
                multiplexer.ConnectionFailed += (_, _) => DistrustIfBroken(multiplexer);
                DistrustIfBroken(multiplexer);
                await distrusted.WaitAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Volatile.Write(ref _current, null);
            await life.CancelAsync().ConfigureAwait(false);

            // Dispose would wait for an answer to QUIT, which a half-open connection never gives.
            await multiplexer.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void DistrustIfBroken(IConnectionMultiplexer multiplexer)
    {
        if (!IsOfUse(multiplexer))
        {
            Distrust(multiplexer);
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
