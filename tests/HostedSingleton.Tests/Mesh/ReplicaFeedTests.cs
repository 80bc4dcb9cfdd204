using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Mesh;

/// <summary>The feed keeps a replica equal to the store, whatever it misses or hears twice.</summary>
public sealed class ReplicaFeedTests
{
    private readonly FeedStore _store = new(logLength: 8);
    private readonly FeedFollower _follower = new(sinceLimit: 3, pageLimit: 2);

    [Fact]
    public void A_join_of_a_new_generation_reads_the_tables_in_pages_and_then_what_changed_meanwhile()
    {
        Own(5);
        Assert.Equal(new PageCommand(1, 0, 2), Join());
        Page();
        Own(1);
        Page();
        var third = _follower.TakeAsked();
        Assert.Equal(new SinceCommand(1, 5, 3), _follower.Do(f => f.Replied(third, _store.Answer(third))));
        Assert.False(_follower.Feed.IsCurrent);
        _follower.Serve(_store);
        _follower.AssertEquals(_store, "at the end");
        Assert.Equal((6, true), (_follower.Feed.Version, _follower.Feed.IsCurrent));
    }

    [Fact]
    public void Events_in_order_are_applied_without_a_question()
    {
        InStep();
        Assert.Null(_follower.Do(f => f.Heard(Batch(Own(2)))));
        _follower.AssertEquals(_store, "at the end");
        Assert.True(_follower.Feed.IsCurrent);
    }

    [Fact]
    public void A_gap_is_filled_from_the_log()
    {
        InStep();
        Own(1);
        Assert.Equal(new SinceCommand(1, 0, 3), _follower.Do(f => f.Heard(Batch(Own(1)))));
        _follower.Serve(_store);
        _follower.AssertEquals(_store, "at the end");
    }

    [Fact]
    public void A_larger_version_in_a_beats_answer_shows_what_was_missed()
    {
        InStep();
        Own(7);
        Assert.Equal(new SinceCommand(1, 0, 3), _follower.Do(f => f.Hint(_store.Version)));
        _follower.Serve(_store);
        _follower.AssertEquals(_store, "at the end");
        Assert.Null(_follower.Do(f => f.Hint(_store.Version)));
    }

    [Fact]
    public void What_is_heard_twice_or_late_changes_nothing()
    {
        InStep();
        var (first, second) = (Batch(Own(1)), Batch([_store.Own("n1", null)]));
        _follower.Do(f => f.Heard(first));
        _follower.Do(f => f.Heard(second));
        Assert.Null(_follower.Do(f => f.Heard(first)));
        Assert.Empty(_follower.Feed.Changes);
        _follower.AssertEquals(_store, "at the end");
    }

    [Fact]
    public void A_log_that_no_longer_reaches_back_means_the_tables()
    {
        InStep();
        Own(20);
        _follower.Do(f => f.Hint(_store.Version));
        var since = _follower.TakeAsked();
        Assert.Equal(new PageCommand(1, 0, 2), _follower.Do(f => f.Replied(since, _store.Answer(since))));
        _follower.Serve(_store);
        _follower.AssertEquals(_store, "at the end");
    }

    [Fact]
    public void What_came_while_it_asked_is_not_asked_again()
    {
        InStep();
        var (lost, heard) = (Own(1), Own(1));
        Assert.NotNull(_follower.Do(f => f.Heard(Batch(heard))));
        _follower.Do(f => f.Heard(Batch(lost)));
        _follower.Do(f => f.Heard(Batch(heard)));
        _follower.AssertEquals(_store, "before the answer");
        _follower.Serve(_store);
        _follower.AssertEquals(_store, "at the end");
    }

    [Fact]
    public void An_unknown_answer_is_asked_again_at_the_next_hint_not_at_once()
    {
        InStep();
        Own(1);
        _follower.Do(f => f.Hint(_store.Version));
        var lost = _follower.TakeAsked();
        Assert.Null(_follower.Do(f => f.Replied(lost, new UnknownReply("test"))));
        Assert.False(_follower.Feed.IsCurrent);
        Assert.NotNull(_follower.Do(f => f.Hint(_store.Version)));
    }

    [Fact]
    public void A_page_that_gets_lost_begins_anew()
    {
        Own(5);
        Join();
        Page();
        var lost = _follower.TakeAsked();
        Assert.Null(_follower.Do(f => f.Replied(lost, new UnknownReply("test"))));
        _store.Own("n1", null);
        _follower.Do(f => f.Hint(_store.Version));
        _follower.Serve(_store);
        _follower.AssertEquals(_store, "at the end");
    }

    [Fact]
    public void A_new_generation_is_read_anew_though_its_versions_are_smaller()
    {
        InStep();
        _follower.Do(f => f.Heard(Batch(Own(6))));
        _store.Restart(wipe: true);
        _store.Own("new", StoreWord.Them());
        Assert.Equal(new PageCommand(2, 0, 2), Join());
        _follower.Serve(_store);
        _follower.AssertEquals(_store, "at the end");
    }

    [Fact]
    public void What_was_asked_before_a_join_is_void_after_it()
    {
        InStep();
        Own(2);
        _follower.Do(f => f.Hint(1));
        var before = _follower.TakeAsked();
        Assert.Equal(new SinceCommand(1, 0, 3), Join());
        var old = _store.Answer(before);
        _store.Restart(wipe: true);
        Assert.Null(_follower.Do(f => f.Replied(before, old)));
        Assert.Empty(_follower.Feed.Changes);
    }

    [Fact]
    public void Events_of_another_generation_are_void()
    {
        InStep();
        Assert.Null(_follower.Do(f => f.Heard(new EventBatch(2, [.. Own(1)]))));
        Assert.Empty(_follower.Feed.Changes);
    }

    [Fact]
    public void After_a_disconnect_nothing_is_known_and_nothing_is_heard()
    {
        InStep();
        _follower.Do(f => f.Heard(Batch(Own(2))));
        _follower.Do(feed =>
        {
            feed.Forget();
            return null;
        });
        Assert.Empty(_follower.Names.All);
        Assert.Null(_follower.Do(f => f.Heard(Batch(Own(1)))));
        Assert.Null(_follower.Do(f => f.Hint(9)));
        Assert.Null(_follower.Do(f => f.Refresh()));
        Assert.False(_follower.Feed.IsCurrent);
        Join();
        _follower.Serve(_store);
        _follower.AssertEquals(_store, "after the next join");
    }

    [Fact]
    public void A_refresh_asks_though_nothing_is_known_to_be_new()
    {
        InStep();
        Assert.Equal(new SinceCommand(1, 0, 3), _follower.Do(f => f.Refresh()));
        Assert.Null(_follower.Feed.Refresh());
        _follower.Serve(_store);
        Assert.True(_follower.Feed.IsCurrent);
    }

    private void InStep()
    {
        Join();
        _follower.Serve(_store);
    }

    private StoreCommand? Join() => _follower.Do(f => f.Joined(_store.Generation, _store.Version));

    private void Page()
    {
        var page = _follower.TakeAsked();
        Assert.IsType<PageCommand>(page);
        _follower.Do(f => f.Replied(page, _store.Answer(page)));
    }

    private StoreEvent[] Own(int count) => [.. Enumerable.Range(1, count).Select(i => _store.Own($"n{i}", StoreWord.Them(_store.Version + 1)))];

    private EventBatch Batch(StoreEvent[] events) => new(_store.Generation, [.. events]);
}
