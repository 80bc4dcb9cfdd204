using System.Collections.Immutable;
using HostedSingleton.Store;
using HostedSingleton.Store.Memory;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>One random history, told to the reference and to Redis at once. Replies, events and all that is kept must agree.</summary>
internal sealed class SideBySide
{
    /// <summary>After how many steps all that is kept is compared; replies and events are compared after each.</summary>
    private const int StateEvery = 8;

    /// <summary>What is published when a history is over.</summary>
    private const string Last = "the end";

    /// <summary>More events than one step can make.</summary>
    private const int Newest = 30;

    private readonly SettableClock _clock = new();
    private readonly List<string> _script = [];
    private Random _random;
    private readonly CommandMaker _maker;
    private readonly MemoryMesh _memory;
    private readonly RedisDouble _redis;
    private readonly IDatabase _database;
    private readonly List<string> _told = [];
    private readonly ChannelMessageQueue _published;
    private (MemoryState Memory, byte[]?[] Redis)? _snapshot;

    public SideBySide(IDatabase database, int seed)
    {
        (_random, _database) = (new Random(seed), database);
        _maker = new CommandMaker(_random);
        _memory = new MemoryMesh(_clock);
        _memory.Listen(batch => batch.Events.OfType<NodeRecord>().Where(n => n.Down is not null).ToList().ForEach(n => Reached.Add(n.Down.ToString()!)));
        _memory.Listen(batch => _told.Add(TextOf(batch)));
        _redis = new RedisDouble(database, $"side-{Guid.NewGuid():n}", _clock);
        _published = database.Multiplexer.GetSubscriber().Subscribe(_redis.Keys.Channel);
    }

    /// <summary>What was done, for the message of a failure.</summary>
    public string Script => string.Join('\n', _script);

    /// <summary>Which replies, verdicts, losses and ends of nodes there have been, by name.</summary>
    public HashSet<string> Reached { get; } = [];

    /// <summary>Takes one step.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="seed">What it is drawn from.</param>
    public void Step(int number, int seed)
    {
        _random = new Random(seed);
        _maker.DrawFrom(_random);
        Advance();
        Disturb();
        var command = _maker.Next(out var node);
        _script.Add($"{number}: {_clock.Now} {Dump.Of(command)}");
        var expected = Sorted(_memory.Execute(command));
        var actual = Sorted(_redis.Execute(command));
        _script.Add("    -> " + Dump.Of(expected));
        Assert.Equal(Dump.Of(Told(expected)), Dump.Of(Told(actual)));
        Reach(expected);
        CompareEvents();
        if (number % StateEvery == 0)
        {
            CompareState();
        }

        if (_random.Next(10) != 0)
        {
            node.Learn(command, expected);
        }
    }

    public void CompareState()
    {
        var picture = new RedisPicture(_database, _redis.Keys);
        Assert.Equal(string.Join('\n', MemoryPicture.Of(_memory.Snapshot())), string.Join('\n', picture.Lines()));
        Assert.Empty(picture.WithoutLife());
        Assert.Equal(picture.PartsThatShouldBe().Distinct().Order(StringComparer.Ordinal), picture.Parts().Order(StringComparer.Ordinal));
    }

    /// <summary>What was published, from the first step to the last.</summary>
    public void ComparePublished()
    {
        _database.Publish(_redis.Keys.Channel, Last);
        var heard = new List<string>();
        while (_published.ReadAsync().AsTask().GetAwaiter().GetResult().Message is var message && message != Last)
        {
            heard.Add(TextOf(EventReader.Batch(message.ToString())));
        }

        Assert.Equal(string.Join('\n', _told), string.Join('\n', heard));
    }

    public void CleanUp()
    {
        _published.Unsubscribe();
        _redis.CleanUp();
    }

    /// <summary>Faults of the server and of whole nodes.</summary>
    private void Disturb()
    {
        var fault = _random.Next(150);
        if (fault < 4)
        {
            // Generations are numbered by the time. What keeps two from having one number when the clock also steps back is not compared.
            _clock.Now = Math.Max(_clock.Now, _maker.Generation + 1_000);
        }

        switch (fault)
        {
            case 0:
                _script.Add("-- restart");
                _memory.Restart();
                _redis.Restart();
                break;
            case 1:
                _script.Add("-- wipe");
                _memory.Wipe();
                _redis.Wipe();
                break;
            case 2:
                _script.Add("-- snapshot");
                _snapshot = (_memory.Snapshot(), _redis.Snapshot());
                break;
            case 3 when _snapshot is { } snapshot:
                _script.Add("-- restart from the snapshot");
                _memory.Restart(snapshot.Memory);
                _redis.RestartFrom(snapshot.Redis);
                break;
            case 4:
                _script.Add("-- a node's process is replaced");
                _maker.Replace();
                break;
        }
    }

    private void Advance()
    {
        var unit = _maker.Unit.Ticks / TimeSpan.TicksPerMicrosecond;
        _clock.Now += _random.Next(60) switch
        {
            0 => -10 * unit,
            1 => 3600 * unit,
            < 10 => 0,
            < 45 => _random.NextInt64(unit / 2),
            _ => _random.NextInt64(3 * unit),
        };
    }

    private static string TextOf(EventBatch batch) => $"generation {batch.Generation}: {string.Join("; ", batch.Events.Select(Dump.Of))}";

    private void CompareEvents()
    {
        var state = _memory.Snapshot();
        _maker.Generation = state.Generation;
        _maker.Version = state.Version;
        var expected = state.Log.TakeLast(Newest).Select(Dump.Of);
        var log = _database.ListRange(_redis.Keys.Prefix + "log", -Newest).Select(line => Dump.Of(EventReader.Event(line.ToString())));
        Assert.Equal(string.Join('\n', expected), string.Join('\n', log));
    }

    private void Reach(StoreReply reply)
    {
        Reached.Add(reply.GetType().Name);
        ImmutableArray<ClaimVerdict> verdicts = reply switch
        {
            JoinedReply joined => joined.Verdicts,
            VerdictReply verdict => [verdict.Verdict],
            VerdictsReply several => several.Verdicts,
            _ => [],
        };
        Reached.UnionWith(verdicts.Select(v => v.Kind.ToString()));
        Reached.UnionWith(verdicts.Select(v => v.Loss?.Reason).OfType<ConflictReason>().Select(r => r.ToString()));
    }

    /// <summary>What has no order gets one.</summary>
    private static StoreReply Sorted(StoreReply reply) => reply is not PageReply page ? reply : page with
    {
        Nodes = [.. page.Nodes.OrderBy(n => n.Node.ToString(), StringComparer.Ordinal)],
        Names = [.. page.Names.OrderBy(n => n.Name.Value, StringComparer.Ordinal)],
    };

    /// <summary>Which other node a warning names is not said; that there is one is.</summary>
    private static StoreReply Told(StoreReply reply) =>
        reply is JoinedReply joined ? joined with { Warnings = joined.Warnings.Select(_ => "a warning").ToImmutableArray() } : reply;
}
