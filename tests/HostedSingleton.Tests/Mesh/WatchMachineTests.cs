using HostedSingleton.Mesh;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Mesh;

public sealed class WatchMachineTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Amnesty = TimeSpan.FromSeconds(5);
    private static readonly NodeId A = new("a", 1), B = new("b", 1), C = new("c", 1);

    private TimeSpan _now = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_node_watches_the_next_one_in_the_ring_and_the_last_watches_the_first()
    {
        Assert.Equal(B, Watching(A, A, B, C).Target);
        Assert.Equal(A, Watching(C, A, B, C).Target);
    }

    [Fact]
    public void A_node_alone_watches_nobody() => Assert.Null(Watching(A, A).Target);

    [Fact]
    public void A_node_that_was_seen_and_is_gone_twice_is_suspect()
    {
        var watch = Watching(A, A, B, C);
        Assert.Null(Look(watch, isThere: true));
        Assert.Null(Look(watch, isThere: false));
        Assert.Equal(B, Look(watch, isThere: false));
    }

    [Fact]
    public void One_empty_look_between_two_full_ones_suspects_nobody()
    {
        var watch = Watching(A, A, B);
        Assert.All([true, false, true, false, true], there => Assert.Null(Look(watch, there)));
    }

    [Fact]
    public void A_node_that_was_never_seen_is_never_suspect()
    {
        var watch = Watching(A, A, B);
        Assert.All(Enumerable.Repeat(false, 20), there => Assert.Null(Look(watch, there)));
    }

    [Fact]
    public void A_suspect_is_passed_over_and_the_one_behind_it_is_watched()
    {
        var watch = Suspecting(B);
        Assert.Equal(C, watch.Target);
    }

    [Fact]
    public void A_suspect_that_is_still_a_member_after_the_amnesty_is_watched_again()
    {
        var watch = Suspecting(B);
        _now += Amnesty + Interval;
        watch.Tick(_now);
        Assert.Equal(B, watch.Target);
    }

    [Fact]
    public void Over_a_new_connection_nobody_has_been_seen_yet()
    {
        var watch = Watching(A, A, B);
        Look(watch, isThere: true, connection: 1);
        Assert.All(Enumerable.Repeat(false, 5), there => Assert.Null(Look(watch, there, connection: 2)));
    }

    [Fact]
    public void In_a_new_generation_nobody_has_been_seen_yet()
    {
        var watch = Watching(A, A, B);
        Look(watch, isThere: true);
        watch.Members([A, B], newGeneration: true, _now);
        Assert.All(Enumerable.Repeat(false, 5), there => Assert.Null(Look(watch, there)));
    }

    [Fact]
    public void A_look_without_an_answer_counts_for_nothing()
    {
        var watch = Watching(A, A, B);
        Look(watch, isThere: true);
        Look(watch, isThere: false);
        Assert.Null(Answer(watch, new UnknownReply("lost")));
        Assert.Null(Look(watch, isThere: false));
        Assert.Equal(B, Look(watch, isThere: false));
    }

    [Fact]
    public void A_store_that_refuses_to_be_asked_is_asked_again_after_the_amnesty()
    {
        var watch = Watching(A, A, B);
        Answer(watch, new RefusedReply("no PUBSUB here"));
        watch.Members([A, B, C], newGeneration: false, _now);

        Assert.Equal(_now + Amnesty, watch.NextWake);
        Assert.Null(watch.Tick(_now + Amnesty - TimeSpan.FromTicks(1)));
        Assert.Equal(B, watch.Tick(_now + Amnesty)?.Target);
    }

    [Fact]
    public void A_store_that_has_refused_to_be_asked_is_asked_again_soon_in_its_next_life()
    {
        var watch = Watching(A, A, B);
        Answer(watch, new RefusedReply("no PUBSUB here"));

        watch.Members([A, B], newGeneration: true, _now);

        Assert.Equal(B, watch.Tick(_now + Interval)?.Target);
    }

    [Fact]
    public void A_crash_after_a_refusal_that_has_passed_is_noticed()
    {
        var watch = Watching(A, A, B);
        Look(watch, isThere: true);
        Answer(watch, new RefusedReply("another password"));
        _now += Amnesty;

        Assert.Null(Look(watch, isThere: false));
        Assert.Equal(B, Look(watch, isThere: false));
    }

    [Theory]
    [InlineData(CrashDetection.Suspect, 1.0)]
    [InlineData(CrashDetection.Connection, 0.5)]
    public void After_an_empty_look_the_next_comes_after_an_interval_or_half_of_it_where_the_connection_decides(CrashDetection detection, double intervals)
    {
        var watch = Watching(A, detection, A, B);
        Look(watch, isThere: true);
        Look(watch, isThere: false);

        Assert.Equal(_now + (Interval * intervals), watch.NextWake);
    }

    [Fact]
    public void Under_Lease_nobody_is_watched() =>
        Assert.Null(Watching(A, CrashDetection.Lease, A, B).Target);

    private WatchMachine Watching(NodeId self, params NodeId[] members) => Watching(self, CrashDetection.Suspect, members);

    private WatchMachine Watching(NodeId self, CrashDetection detection, params NodeId[] members)
    {
        var watch = new WatchMachine(self, detection, Interval, Amnesty);
        watch.Members(members, newGeneration: false, _now);
        return watch;
    }

    private WatchMachine Suspecting(NodeId suspect)
    {
        var watch = Watching(A, A, B, C);
        Look(watch, isThere: true);
        Look(watch, isThere: false);
        Assert.Equal(suspect, Look(watch, isThere: false));
        return watch;
    }

    private NodeId? Look(WatchMachine watch, bool isThere, long connection = 0) => Answer(watch, new LookReply(isThere, connection));

    private NodeId? Answer(WatchMachine watch, StoreReply reply)
    {
        _now += Interval;
        var look = watch.Tick(_now);
        return look is null ? null : watch.Looked(look, reply, _now);
    }
}
