using HostedSingleton.Store;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace HostedSingleton.Redis;

/// <summary>
/// Asks again, at once, what changes nothing: each try has its time limit, the pauses between them are jittered, and while Redis answers none, it is left
/// alone for a moment. What changes something is asked again by the mesh alone: it must know of each copy that may still be on its way. Joins and beats go
/// round this too, for a circuit that is open would outlast a beat.
/// </summary>
internal sealed class ReadPipeline
{
    private const int MoreTries = 2;
    private const int TriesThatTell = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The shortest that the circuit may be open: about as long as a server or a link takes to come back.</summary>
    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(0.5);

    /// <summary>The bounds that the strategies set to their times. Options may be set beyond them.</summary>
    private static readonly TimeSpan ShortestTry = TimeSpan.FromMilliseconds(10), LongestTime = TimeSpan.FromDays(1);

    private readonly ResiliencePipeline<StoreReply> _pipeline;
    private readonly CircuitBreakerManualControl _circuit = new();

    public ReadPipeline(StoreTiming timing, TimeProvider time) => _pipeline = new ResiliencePipelineBuilder<StoreReply> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<StoreReply>
        {
            ShouldHandle = static tried => ValueTask.FromResult(tried.Outcome.Result is UnknownReply),
            MaxRetryAttempts = MoreTries,
            Delay = Pause,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<StoreReply>
        {
            ShouldHandle = static tried => ValueTask.FromResult(tried.Outcome.Result is UnknownReply),
            FailureRatio = 1,
            MinimumThroughput = TriesThatTell,
            SamplingDuration = Bounded(OpenFor + (MoreTries * timing.CommandTimeout)),
            BreakDuration = OpenFor,
            ManualControl = _circuit,
        })
        .AddTimeout(Bounded(timing.CommandTimeout))
        .Build();

    /// <summary>Whether a command changes nothing in the store.</summary>
    public static bool Takes(StoreCommand command) => command is SinceCommand or PageCommand or StatusCommand;

    /// <summary>Asks, and asks again where no answer comes.</summary>
    /// <param name="ask">One try. It observes its token, and answers with <see cref="UnknownReply"/> rather than throw.</param>
    public async Task<StoreReply> AskAsync(Func<CancellationToken, Task<StoreReply>> ask)
    {
        try
        {
            return await _pipeline.ExecuteAsync(static async (ask, limit) => await ask(limit).ConfigureAwait(false), ask).ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            return new UnknownReply("Redis has answered none of the last questions, so this one was not asked.") { IsUnsent = true };
        }
    }

    /// <summary>There is a new connection: it is tried at once.</summary>
    public void Reconnected() => _ = _circuit.CloseAsync();

    private static TimeSpan Bounded(TimeSpan time) => time < ShortestTry ? ShortestTry : time > LongestTime ? LongestTime : time;
}
