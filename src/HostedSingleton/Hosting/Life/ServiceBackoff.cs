using System.Threading.Channels;
using Polly;
using Polly.Retry;

namespace HostedSingleton.Hosting;

/// <summary>
/// The growing pauses of a service whose body ends again and again: a retry of Polly's in which each try is one life of the body.
/// </summary>
internal sealed class ServiceBackoff
{
    /// <summary>A body that ran for so long makes the next pause short again.</summary>
    public static readonly TimeSpan GoodRun = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<bool> _retry;
    private Series? _series;
    private (long Since, TimeSpan Length) _pause;

    public ServiceBackoff(TimeProvider time)
    {
        _time = time;
        _retry = new ResiliencePipelineBuilder<bool> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<bool>
        {
            ShouldHandle = static tried => ValueTask.FromResult(tried.Outcome.Result),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = TimeSpan.FromMinutes(1),
            OnRetry = pause =>
            {
                _pause = (_time.GetTimestamp(), pause.RetryDelay);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    /// <summary>What is left of the pause. Not to be called while <see cref="Pause"/> is.</summary>
    public TimeSpan Left => _pause.Length - _time.GetElapsedTime(_pause.Since) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Calls <paramref name="over"/> after the next pause, unless <see cref="Stop"/> comes first. Not to be called while a pause runs.</summary>
    /// <param name="ran">How long the body ran before it ended.</param>
    /// <param name="over">What to do then; it must not throw.</param>
    public void Pause(TimeSpan ran, Action over)
    {
        if (ran >= GoodRun)
        {
            Stop();
        }

        _series ??= Begin();
        _series.Ends.Writer.TryWrite(over);
    }

    public void Stop()
    {
        _series?.End();
        _series = null;
    }

    private Series Begin()
    {
        var ended = new CancellationTokenSource();
        var series = new Series(ended.Cancel);
        _ = _retry.ExecuteAsync(static (lives, token) => lives.NextAsync(token), series, ended.Token).AsTask();
        return series;
    }

    private sealed class Series(Action end)
    {
        private Action? _over;

        public Action End { get; } = end;

        /// <summary>Read on the thread that writes, so that the pause has begun when <see cref="Pause"/> returns.</summary>
        public Channel<Action> Ends { get; } = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

        /// <summary>One try: the pause before it is over, so the body lives until it has ended once more.</summary>
        public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
        {
            _over?.Invoke();
            _over = await Ends.Reader.ReadAsync(cancellationToken);
            return true;
        }
    }
}
