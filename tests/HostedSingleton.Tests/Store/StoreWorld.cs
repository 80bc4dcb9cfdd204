using HostedSingleton.Store;
using HostedSingleton.Store.Memory;
using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

/// <summary>
/// A mesh in memory whose nodes keep the protocol while chance loses, doubles and delays their commands, moves the clock and breaks the store.
/// After every command the laws of the store are checked.
/// </summary>
internal sealed class StoreWorld
{
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly ServerClock _clock = new();
    private readonly MemoryMesh _mesh;
    private readonly List<string> _told = [];
    private readonly List<string> _toldByTwin = [];
    private readonly List<StoreCommand> _delayed = [];
    private readonly StepLaws _laws = new();
    private readonly WorldReplica _replica;
    private MemoryState _before;
    private MemoryMesh? _twin;

    public StoreWorld(Random random, bool losesTokens)
    {
        Random = random;
        LosesTokens = losesTokens;
        _mesh = new MemoryMesh(_clock);
        _before = _mesh.Snapshot();
        _replica = new WorldReplica(_mesh);
    }

    public Random Random { get; }

    /// <summary>Whether the clock may go back although data may get lost, so that a token may fall where nobody remembers it.</summary>
    public bool LosesTokens { get; }

    /// <summary>How many of a thousand commands are lost, lose their answer, or come again later.</summary>
    public int Mishaps { get; set; } = 60;

    /// <summary>All commands that were run, with their answers, and the faults between them.</summary>
    public List<(object Cause, object? Answer)> History { get; } = [];

    public MemoryState State => _mesh.Snapshot();

    /// <summary>Runs a command, unless chance loses it; null when no answer comes.</summary>
    public StoreReply? Send(StoreCommand command)
    {
        var fate = Random.Next(1_000);
        if (fate < Mishaps)
        {
            if (fate % 2 == 0)
            {
                _delayed.Add(command);
            }

            return null;
        }

        var reply = Execute(command);
        if (fate < 2 * Mishaps)
        {
            return null;
        }

        if (fate < 3 * Mishaps)
        {
            _delayed.Add(command);
        }

        return reply;
    }

    /// <summary>From here on a second store, restored from a copy of this one, is told the same; this one is restored from that copy too.</summary>
    public void Fork()
    {
        var copy = _mesh.Snapshot();
        _twin = new MemoryMesh(_clock);
        _twin.Restart(copy);
        _mesh.Restart(copy);
        _twin.Listen(batch => _toldByTwin.AddRange(batch.Events.Select(StoreTable.Describe)));
        _mesh.Listen(batch => _told.AddRange(batch.Events.Select(StoreTable.Describe)));
    }

    /// <summary>Both have told the same.</summary>
    public void CompareTwins()
    {
        Assert.NotEmpty(_told);
        Assert.Equal(_toldByTwin, _told);
    }

    /// <summary>A command that was under way for long arrives.</summary>
    public void Deliver()
    {
        if (_delayed.Count > 0)
        {
            var at = Random.Next(_delayed.Count);
            var command = _delayed[at];
            _delayed.RemoveAt(at);
            Execute(command);
        }
    }

    /// <summary>Nothing that is under way will arrive.</summary>
    public void Hush() => _delayed.Clear();

    public void MoveClock(TimeSpan by) => _clock.Now += by;

    public void Break(StoreFault fault, MemoryState older)
    {
        History.Add((fault, null));
        if (fault == StoreFault.Wipe)
        {
            _mesh.Wipe();
        }
        else
        {
            _mesh.Restart(fault is StoreFault.SetBack or StoreFault.LossyFailOver ? older : null);
        }

        _before = _mesh.Snapshot();
    }

    private StoreReply Execute(StoreCommand command)
    {
        _clock.Now += TimeSpan.FromMilliseconds(Random.Next(1, 50));
        var reply = _mesh.Execute(command);
        History.Add((command, reply));
        _twin?.Execute(command);
        if (command is BeatCommand or PageCommand)
        {
            return reply;
        }

        var after = _mesh.Snapshot();
        StateLaws.CheckRows(after);
        if (History.Count % 8 == 0)
        {
            StateLaws.CheckLists(after);
        }

        _laws.Check(command, _before, after, tokensGrow: !LosesTokens);
        if (command is ReapCommand && reply is ReapedReply { More: false } && !after.Settling)
        {
            StateLaws.CheckReaped(after);
        }

        _replica.Check(after);
        _before = after;
        return reply;
    }
}
