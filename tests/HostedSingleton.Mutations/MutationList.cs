namespace HostedSingleton.Mutations;

/// <summary>Deliberate faults that the nets must catch, each and every one.</summary>
internal static class MutationList
{
    public static IReadOnlyList<Mutation> All { get; } = [.. Time, .. Store, .. Nodes, .. HandOvers, .. Redis];

    private static IEnumerable<Mutation> Time =>
    [
        new("the deadline is counted from the answer", Net.Simulation, "Renew(replied.SentAt);", "Renew(now);"),
        new("a join in several parts counts from its first", Net.Tests, "replied.SentAt + joined.LastPartAfter;", "replied.SentAt;", "*MeshMachine*"),
        new("the lease clock runs while nobody reaches the store", Net.Simulation, "Math.Clamp(_now - _state.LastTime, 0, _state.Grace)", "Math.Max(0, _now - _state.LastTime)"),
        new("leases are extended after an outage", Net.Simulation, "        _state.LastTime = _now;\n",
            "        if (_now - _state.LastTime > _state.Grace) { foreach (var row in _state.Nodes.Values) { row.Deadline = _state.Clock + row.Lease; } }\n        _state.LastTime = _now;\n"),
        new("a generation does not settle", Net.Simulation, "Settling => Clock < SettlesAt", "Settling => Clock < OpenedAt"),
        new("a generation settles by the opener's lease, not by the longest", Net.Tests, "if (_state.Settling || !_state.Joined)", "if (!_state.Joined)", "*Settling*"),
        new("who waits behind a lease that does not hold is granted all the same", Net.Simulation, "row.Generation == _state.Generation && row.Deadline > _state.Clock;", "row.Deadline > 0;"),
        new("an expired node is reaped without a mark", Net.Simulation, "        row.Down = reason;\n", "        row.Down = reason == NodeDownReason.LeaseEnded ? null : reason;\n"),
        new("nodes are reaped while the store settles", Net.Tests, "        if (_state.Settling)\n        {\n            return new ReapedReply(false);\n        }\n", "", "*RandomStoreTests"),
        new("a node is suspected by level, not by edge", Net.Tests, "        if (!_seen.Contains(target))\n        {\n            return null;\n        }\n", "", "*WatchMachine*"),
        new("a suspect is given no time to clear itself", Net.Tests, "Math.Max(row.BeatAt + (2 * row.Beat), _state.Clock + row.Beat)", "_state.Clock", "*Suspect*"),
        new("a node that holds a name under Stop is suspected", Net.Tests, "row.Generation != _state.Generation || HoldsUnderStop(row.Node))", "row.Generation != _state.Generation)", "*Suspect*"),
    ];

    private static IEnumerable<Mutation> Store =>
    [
        new("a record alone starts a service", Net.Tests, "if (wasSilent && row.Owner?.Id", "if (!wasSilent && wasSilent && row.Owner?.Id", "*MemorySettlingTests"),
        new("a lower token makes an owner lose", Net.Simulation, "            : new ClaimVerdict(hold.Name, hold.Number, VerdictKind.Clash) { Theirs = owner };",
            "            : owner.Token > hold.Token ? Lose(row, new Loss(id, ConflictReason.Decided, owner, null))\n            : new ClaimVerdict(hold.Name, hold.Number, VerdictKind.Clash) { Theirs = owner };"),
        new("a session is not checked", Net.Simulation, " && row.Session == command.Session ? row", " ? row"),
        new("a delayed join is taken", Net.Simulation, "known.Session >= join.Session", "known.Session > join.Session + 1000"),
        new("a decided clash is forgotten", Net.Simulation, "        Lost.Add((loss, until));\n", ""),
        new("the heir does not wait for a loser to stop", Net.Simulation, "IsPending => Owner is null && Ending.Count == 0 && Queue.Count > 0", "IsPending => Owner is null && Queue.Count > 0"),
        new("the heir of a none starts at once", Net.Simulation, "        if (!IsGone(loss.Id.Node))\n        {\n            AwaitEnd(row, loss.Id);\n        }\n\n        row.ClearOwner();", "        row.ClearOwner();"),
        new("a decision is committed against a record that has changed", Net.Simulation, "theirs.Token == resolution.Expected", "true"),
        new("a winner keeps its token", Net.Simulation, "                row.RenewOwner(NextToken());\n                AwaitEnd(row, id);", "                AwaitEnd(row, id);"),
        new("a claim is judged before what the node no longer names is dropped", Net.Tests,
            "        DropUnnamed(join);\n        ImmutableArray<ClaimVerdict> held = [.. join.Holds.Select(hold => Judge(join.Node, hold))];",
            "        ImmutableArray<ClaimVerdict> held = [.. join.Holds.Select(hold => Judge(join.Node, hold))];\n        DropUnnamed(join);", "*Claim*"),
        new("whoever stopped for isolation is queued last", Net.Simulation, "        if (wait.FormerNumber == 0)\n", "        if (wait.FormerNumber >= 0)\n"),
        new("numbers are given twice", Net.Simulation, "_state.LastNumber = Math.Max(_state.LastNumber + 1, _now)", "_state.LastNumber = _now"),
        new("what the joiner has seen of tokens is not learned", Net.Tests, "        _state.LastNumber = Math.Max(_state.LastNumber, join.HighestToken.Value);\n", "", "*Token*"),
        new("tokens go on where older data has left them", Net.Tests, "            _state.LastNumber += Unseen + (Gap * (_life % Gaps));\n", "", "*Token*"),
        new("a joiner is taken to have seen all that was granted", Net.Tests, "join.HighestToken.Value + Unseen", "join.HighestToken.Value", "*Token*"),
        new("the queue is served from its end", Net.Simulation, "row.Line.Find(w => LeaseHolds(w.Id.Node)) is { } heir", "row.Line.FindLast(w => LeaseHolds(w.Id.Node)) is { } heir"),
        new("a node that is gone is never forgotten", Net.Simulation, "        ForgetNodes();\n        return new ReapedReply(IsReapDue());", "        return new ReapedReply(IsReapDue());"),
        new("what the node no longer names is kept", Net.Simulation, "        DropUnnamed(join);\n", ""),
    ];

    private static IEnumerable<Mutation> Nodes =>
    [
        new("a ghost's grant is kept", Net.Tests, "        GiveBackGhosts(record);\n", "", "*RegistryMachine*"),
        new("a gap in the events is passed over", Net.Simulation, "change.Version == Version + 1", "change.Version > Version && (Version = change.Version - 1) >= 0"),
        new("versions are compared across generations", Net.Simulation, "(generation, version, -1)", "(generation, version, Version)"),
        new("a command is sent beside a join", Net.Simulation, "public bool MaySend => _phase == Phase.Beating;", "public bool MaySend => _phase is Phase.Beating or Phase.Joining;"),
        new("the name is handed over before its body has stopped", Net.Simulation, "            CancelBody();\n            if (!_bodyRuns)\n", "            CancelBody();\n            if (_bodyCancelled || !_bodyRuns)\n"),
        new("a higher token is taken for a loss", Net.Simulation, "else if (record.Lost.FirstOrDefault(l => l.Id == id) is { } loss)",
            "else if ((record.Lost.FirstOrDefault(l => l.Id == id) ?? (record.Owner is { } o && o.Id != id && o.Token > claim.Token ? new Loss(id, ConflictReason.Decided, o, null) : null)) is { } loss)"),
        new("a grant runs outside the node's own deadline", Net.Tests, "!mesh.IsWithinDeadline || IsHeldBack(claim)", "IsHeldBack(claim)", "*RegistryMachine*"),
        new("a clash keeps both", Net.Simulation, "            Effects.Add(new RegistryEffect.Decide(claim, theirs));\n", ""),
        new("an isolated owner under Stop runs on", Net.Simulation, "(c.IsRunning || c.Phase == ClaimPhase.Ending) && (all || c.Spec.Stop)", "c.IsRunning && all"),
        new("a loser's grace under Stop outlives the lease", Net.Tests, "(c.IsRunning || c.Phase == ClaimPhase.Ending) && (all || c.Spec.Stop)", "c.IsRunning && (all || c.Spec.Stop)", "*RegistryMachine*"),
        new("a goodbye is said once, heard or not", Net.Simulation, "            case ClaimPhase.Releasing:\n                SayGoodbye(claim);\n                break;\n", ""),
        new("a word from before the join is believed", Net.Simulation, "c.JudgedAt < record.Version", "record.Version > 0"),
        new("what began on an island while a join was on its way is not judged", Net.Simulation, "            case VerdictKind.Queued or VerdictKind.Taken when claim.IsRunning:", "            case VerdictKind.Taken when claim.IsRunning && claim.Number < 0:"),
        new("a goodbye overtakes a request that is on its way", Net.Tests, "mesh.MaySend && claim.OnTheWay > 0", "!mesh.MaySend && claim.OnTheWay > 0", "*RegistryMachine*"),
        new("a late copy of a request outlives its goodbye", Net.Tests, "mesh.MaySend && claim.IsUncertain", "!mesh.MaySend && claim.IsUncertain", "*RegistryMachine*"),
    ];

    private static IEnumerable<Mutation> HandOvers =>
    [
        new("whoever is asked to hand over has lost the name", Net.Simulation, "            row.AskToHandOver(ask.To is null ? null : next!.Id);\n", "            row.ClearOwner();\n"),
        new("an owner is asked to hand over though nobody else can have the name", Net.Simulation, "var isAsked = row.Owner is not null && next is not null;", "var isAsked = row.Owner is not null && (next is not null || ask.To is null);"),
        new("a handover is told with each word of the record", Net.Simulation, "HolderOf(record.Name) is { HandOverIsTold: false } holder", "HolderOf(record.Name) is { } holder"),
        new("a service that is asked to hand over runs on", Net.Simulation, ": WindDown(ServiceStop.HandedOver); break;", ": break;"),
        new("whoever is preferred leaves the name where it is", Net.Simulation, "owner.Priority < claim.Spec.Priority", "owner.Priority < int.MinValue + claim.Spec.Priority"),
    ];

    private static IEnumerable<Mutation> Redis =>
    [
        new("Lua writes a token by tostring", Net.Redis, "  return string.format('%.0f', number)", "  return tostring(number)", "*RedisTokenTests"),
        new("a mesh that is over stays in Redis for ever", Net.Redis, "        call('PEXPIRE', key, LIFE)\n", "", "*Lifetime*"),
        new("a key that comes later lives for ever", Net.Redis, "if due or call('PTTL', key) == -1 then", "if due then", "*Lifetime*"),
        new("the last page of a join speaks for those before it", Net.Redis, "joined = joined is null ? next : next with { Version = joined.Version };", "joined = next;", "*JoinPage*"),
        new("an owner whose join goes on is taken for silent", Net.Redis, "row.spoken ~= mesh.generation and nodes.is_silent(", "nodes.is_silent(", "*JoinPage*"),
        new("Lua takes a name without compare-and-set", Net.Redis, " or theirs[2] ~= expected or", " or", "*Resolve*"),
    ];
}
