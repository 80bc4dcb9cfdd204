using HostedSingleton.Store;
using HostedSingleton.TestKit;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Mesh;

public sealed class ReplicaFeedRandomTests
{
    private readonly List<EventBatch> _onTheirWay = [];
    private readonly List<StoreCommand> _asked = [];
    private Random _random = null!;
    private FeedStore _store = null!;
    private FeedFollower _follower = null!;
    private bool _joined;

    [Fact]
    public void Whatever_is_dropped_delayed_or_doubled_the_replica_ends_equal_to_the_store()
    {
        var first = Random.Shared.Next();
        for (var i = 0; i < Rounds.Or(300); i++)
        {
            Live(first + i);
        }
    }

    private void Live(int seed)
    {
        _random = new Random(seed);
        _store = new FeedStore(logLength: _random.Next(1, 20));
        _follower = new FeedFollower(_random.Next(1, 5), _random.Next(1, 5));
        _onTheirWay.Clear();
        _asked.Clear();
        _joined = false;
        for (var step = 0; step < 300; step++)
        {
            Happen();
        }

        Settle(seed);
    }

    private void Happen()
    {
        switch (_random.Next(16))
        {
            case < 5:
                Change();
                break;
            case < 9 when _onTheirWay.Count > 0:
                Deliver();
                break;
            case < 13 when _asked.Count > 0:
                Answer();
                break;
            case 13 when _joined:
                Do(f => f.Hint(_store.Version));
                break;
            case 14 when _random.Next(10) == 0:
                // A node learns of a new life only by joining.
                _store.Restart(wipe: _random.Next(2) == 0);
                _joined = false;
                break;
            case 15 when _joined && _random.Next(10) == 0:
                Do(feed =>
                {
                    feed.Forget();
                    return null;
                });
                _joined = false;
                break;
            case 15:
                Join();
                break;
        }
    }

    private void Change()
    {
        EventBatch batch = new(_store.Generation, [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => OneChange())]);
        if (_random.Next(4) > 0)
        {
            _onTheirWay.Add(batch);
        }
    }

    private StoreEvent OneChange() => _random.Next(3) == 0
        ? _store.Turn(new NodeId($"node{_random.Next(4)}", 1))
        : _store.Own($"name{_random.Next(8)}", _random.Next(3) == 0 ? null : StoreWord.Them(_random.Next(1000)));

    private void Deliver()
    {
        var at = _random.Next(_onTheirWay.Count);
        var batch = _onTheirWay[at];
        if (_random.Next(3) > 0)
        {
            _onTheirWay.RemoveAt(at);
        }

        Do(f => f.Heard(batch));
    }

    private void Answer()
    {
        var at = _random.Next(_asked.Count);
        var command = _asked[at];
        _asked.RemoveAt(at);
        Do(f => f.Replied(command, _random.Next(3) == 0 ? new UnknownReply("test") : _store.Answer(command)));
    }

    private void Join()
    {
        _joined = true;
        Do(f => f.Joined(_store.Generation, _store.Version));
    }

    private void Do(Func<HostedSingleton.Mesh.ReplicaFeed, StoreCommand?> step)
    {
        if (_follower.Do(step) is not null)
        {
            _asked.Add(_follower.TakeAsked());
        }
    }

    private void Settle(int seed)
    {
        Join();
        for (var i = 0; !_follower.Feed.IsCurrent; i++)
        {
            Assert.True(i < 100, $"seed {seed}: the feed does not come to rest");
            Do(f => f.Hint(_store.Version));
            while (_asked.Count > 0)
            {
                var command = _asked[0];
                _asked.RemoveAt(0);
                Do(f => f.Replied(command, _store.Answer(command)));
            }
        }

        _follower.AssertEquals(_store, $"seed {seed}");
        Assert.Equal(_store.Version, _follower.Feed.Version);
    }
}
