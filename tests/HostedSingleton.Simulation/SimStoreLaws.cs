using HostedSingleton.Store;
using HostedSingleton.Store.Memory;

namespace HostedSingleton.Simulation;

/// <summary>What must hold of the store's tables after every step, compared with how they were before it.</summary>
internal sealed class SimStoreLaws(SimWorld world)
{
    private readonly Dictionary<GlobalName, FencingToken> _highest = [];
    private readonly HashSet<RegistrationId> _lost = [];
    private readonly HashSet<RegistrationId> _decided = [];
    private readonly SimQueueLaws _queues = new(world);
    private MemoryState _before = new();
    private FencingToken _learned;
    private bool _hasForgotten;

    /// <summary>Whether the store's clock has stepped back: a store that forgets then knows of tokens only what its joiners have seen.</summary>
    public bool ClockWentBack { get; set; }

    /// <summary>Whether the store may give numbers that are smaller than some it gave before.</summary>
    public bool NumbersMayFall => ClockWentBack && _hasForgotten;

    /// <summary>The store has lost data: who lost a name before may be judged anew, and an older record is no grant.</summary>
    public void Forgot()
    {
        (_hasForgotten, _before, _learned) = (true, world.Store.Snapshot(), FencingToken.None);
        _lost.Clear();
        _decided.Clear();
    }

    public void Check(StoreCommand command, StoreReply reply)
    {
        if (command is BeatCommand or SinceCommand or PageCommand or LookCommand or StatusCommand)
        {
            return;
        }

        if (command is JoinCommand join && reply is JoinedReply && join.HighestToken > _learned)
        {
            _learned = join.HighestToken;
        }

        var now = world.Store.Snapshot();
        foreach (var row in now.Names.Values)
        {
            CheckRow(row);
            _queues.Follow(command, _before.Names.GetValueOrDefault(row.Name), row);
            CheckGrant(command, _before.Names.GetValueOrDefault(row.Name), row, now);
            CheckLosses(command, _before.Names.GetValueOrDefault(row.Name), row);
            world.Laws.HandOvers.Check(command, _before.Names.GetValueOrDefault(row.Name), row, now);
        }

        if (now.Nodes.Values.FirstOrDefault(n => n.Deadline > n.BeatAt + n.Lease) is { } extended)
        {
            world.Laws.Broken($"the lease of {extended.Node} was extended to {extended.Deadline}, though it beat at {extended.BeatAt}");
        }

        foreach (var node in now.Nodes.Values.Where(n => n.Down == NodeDownReason.LeaseEnded))
        {
            CheckReaped(_before.Nodes.GetValueOrDefault(node.Node), node, now);
        }

        if (command is ReapCommand && reply is ReapedReply { More: false } && !now.Settling)
        {
            CheckSwept(now);
        }

        _before = now;
    }

    /// <summary>A registration is one of owner, waiter, reaped and lost at a time.</summary>
    private void CheckRow(NameRow row)
    {
        var parts = row.Queue.Select(w => w.Id).Concat(row.Reaped.Select(r => r.Owner.Id)).Concat(row.Lost.Select(l => l.Loss.Id)).ToList();
        if (row.Owner is { } owner)
        {
            parts.Add(owner.Id);
        }

        if (parts.Count != parts.Distinct().Count() || (row.Owner is { } o && row.Ending.Contains(o.Id)))
        {
            world.Laws.Broken($"one registration has two parts in {row.Name}: [{string.Join(", ", parts)}], ending [{string.Join(", ", row.Ending)}]");
        }

        _lost.UnionWith(row.Lost.Select(l => l.Loss.Id));
    }

    /// <summary>Each loss has its one cause: only a resolver's answer decides a clash, and no clash is decided twice.</summary>
    private void CheckLosses(StoreCommand command, NameRow? before, NameRow row)
    {
        foreach (var (loss, _) in row.Lost.Where(l => before?.LossOf(l.Loss.Id) is null))
        {
            var isCause = loss.Reason switch
            {
                ConflictReason.Decided or ConflictReason.NoWinner => command is ResolveCommand,
                ConflictReason.Replaced => command is ReregisterCommand,
                ConflictReason.Freed => command is FreeCommand,
                _ => true,
            };
            if (!isCause)
            {
                world.Laws.Broken($"{loss.Id} lost {row.Name} as {loss.Reason} by a {command.GetType().Name}");
            }

            if (loss.Reason is ConflictReason.Decided or ConflictReason.NoWinner && !_decided.Add(loss.Id))
            {
                world.Laws.Broken($"it was decided twice that {loss.Id} lost {row.Name}");
            }
        }
    }

    private void CheckGrant(StoreCommand command, NameRow? before, NameRow row, MemoryState now)
    {
        if (row.Owner is not { } owner || before?.Owner == owner)
        {
            return;
        }

        if (owner.Token <= Floor(row.Name))
        {
            world.Laws.Broken($"{row.Name} was granted with token {owner.Token} after {_highest.GetValueOrDefault(row.Name)}, {_learned} known");
        }

        if (_lost.Contains(owner.Id))
        {
            world.Laws.Broken($"{owner} owns {row.Name} again, though it is written down as lost");
        }

        _highest[row.Name] = owner.Token > _highest.GetValueOrDefault(row.Name) ? owner.Token : _highest.GetValueOrDefault(row.Name);
        if (before?.Owner?.Id != owner.Id && !IsClaimed(command, owner.Id))
        {
            _queues.Granted(command, before, row, now);
        }
    }

    /// <summary>
    /// The token that the next grant must exceed: the name's last. Where the store has forgotten and its clock is behind, the last that a joiner has seen
    /// stands for it, unless that is so near that the tokens passed over reach further.
    /// </summary>
    private FencingToken Floor(GlobalName name)
    {
        var last = _highest.GetValueOrDefault(name);
        return NumbersMayFall && _learned.Value + MemoryMesh.Unseen < last.Value ? _learned : last;
    }

    /// <summary>No lease ends early, unless the node was suspected; nothing is reaped while the store settles.</summary>
    private void CheckReaped(NodeRow? before, NodeRow node, MemoryState now)
    {
        if (before?.Down is not null || before is null)
        {
            return;
        }

        if (now.Settling)
        {
            world.Laws.Broken($"{node.Node} was reaped while the store settles");
        }

        if (world.Plan.Detection == CrashDetection.Lease && now.Clock < node.BeatAt + node.Lease)
        {
            world.Laws.Broken($"{node.Node} was reaped {node.BeatAt + node.Lease - now.Clock} µs before its lease ended");
        }
    }

    /// <summary>A reap that leaves nothing to do has left nothing of who is gone.</summary>
    private void CheckSwept(MemoryState now)
    {
        if (now.Nodes.Values.FirstOrDefault(n => n.Down is null ? n.Deadline <= now.Clock : n.ForgetAt <= now.Clock) is { } kept)
        {
            world.Laws.Broken($"a reap has left {kept.Node}, {kept.Down?.ToString() ?? "up"}, whose time was over at {kept.Deadline}");
        }

        foreach (var row in now.Names.Values)
        {
            if (row.ActiveIds.FirstOrDefault(id => !now.Nodes.TryGetValue(id.Node, out var node) || node.Down is not null) is { Node.Name: not null } left)
            {
                world.Laws.Broken($"a reap has left {left} of a gone node a part in {row.Name}");
            }
        }
    }

    /// <summary>Whether this command claims the name as held: a body runs, whatever an older record says.</summary>
    private static bool IsClaimed(StoreCommand command, RegistrationId id) => command switch
    {
        JoinCommand join => join.Node == id.Node && join.Holds.Any(h => h.Number == id.Number),
        ResolveCommand resolve => resolve.Node == id.Node && resolve.Resolutions.Any(r => r.Mine.Number == id.Number),
        _ => false,
    };

    public static bool LeaseHolds(MemoryState state, NodeId node) =>
        state.Nodes.TryGetValue(node, out var row) && row.Down is null && row.Generation == state.Generation && row.Deadline > state.Clock;
}
