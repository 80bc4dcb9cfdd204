using HostedSingleton.Redis;
using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Redis;

public sealed class ReadPipelineTests
{
    private const int Tries = 3;
    private const int TriesThatTell = 10;

    private static readonly DoneReply Answer = new(true);
    private static readonly UnknownReply None = new("none");

    private readonly ReadPipeline _reads = new(new StoreTiming(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)), TimeProvider.System);
    private int _asked;

    [Fact]
    public async Task What_is_not_answered_is_asked_again_and_the_answer_ends_it()
    {
        Assert.Same(Answer, await AskAsync(None, Answer));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task What_is_never_answered_is_unknown_after_some_tries()
    {
        Assert.IsType<UnknownReply>(await AskAsync(None));
        Assert.Equal(Tries, _asked);
    }

    [Fact]
    public async Task What_is_refused_is_not_asked_again()
    {
        Assert.IsType<RefusedReply>(await AskAsync(new RefusedReply("no")));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task A_try_that_hangs_ends_with_its_time_limit()
    {
        var reply = await _reads.AskAsync(async limit =>
        {
            if (++_asked == 1)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return None;
            }

            return Answer;
        }).Done("the answer");

        Assert.Same(Answer, reply);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task A_server_that_answers_nothing_is_left_alone_until_there_is_a_new_connection()
    {
        await Task.WhenAll(Enumerable.Range(0, TriesThatTell).Select(_ => AskAsync(None)));
        var asked = _asked;

        Assert.True(Assert.IsType<UnknownReply>(await AskAsync(Answer)).IsUnsent);
        Assert.Equal(asked, _asked);

        _reads.Reconnected();
        Assert.Same(Answer, await AskAsync(Answer));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(2 * 24 * 3600)]
    public async Task Every_time_limit_that_the_options_allow_makes_a_pipeline(double seconds)
    {
        var reads = new ReadPipeline(new StoreTiming(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds), TimeSpan.FromMilliseconds(1)), TimeProvider.System);

        Assert.Same(Answer, await reads.AskAsync(_ => Task.FromResult<StoreReply>(Answer)).Done("the answer"));
    }

    [Theory]
    [InlineData(typeof(SinceCommand), true)]
    [InlineData(typeof(PageCommand), true)]
    [InlineData(typeof(StatusCommand), true)]
    [InlineData(typeof(RegisterCommand), false)]
    [InlineData(typeof(ResolveCommand), false)]
    [InlineData(typeof(BeatCommand), false)]
    [InlineData(typeof(LookCommand), false)]
    public void Only_what_changes_nothing_and_hurries_nobody_is_asked_again(Type command, bool takes) =>
        Assert.Equal(takes, ReadPipeline.Takes((StoreCommand)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(command)));

    /// <summary>Asks a store that gives these answers in turn, and the last of them for ever.</summary>
    private Task<StoreReply> AskAsync(params StoreReply[] replies)
    {
        var turn = 0;
        return _reads.AskAsync(_ =>
        {
            Interlocked.Increment(ref _asked);
            return Task.FromResult(replies[Math.Min(turn++, replies.Length - 1)]);
        }).Done("the answer");
    }
}
