using HostedSingleton.Registry;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Store;

/// <summary>A node of a random world: it keeps the protocol, and hears only what the world lets through.</summary>
internal sealed class WorldNode(StoreWorld world, NodeId id)
{
    private readonly Dictionary<long, WorldClaim> _claims = [];
    private long _session;
    private long _generation;
    private long _numbers;
    private TimeSpan _longestLease;
    private FencingToken _highest;

    public NodeId Id { get; } = id;

    public bool IsJoined { get; private set; }

    /// <summary>Whether it answers the store's every word, so that a world can come to rest.</summary>
    public bool IsCalm { get; set; }

    public IEnumerable<WorldClaim> Claims => _claims.Values;

    public void Join()
    {
        var leftOut = _claims.Values.Where(c => c.Phase == WorldPhase.Releasing).ToArray();
        var command = new JoinCommand(Id, ++_session)
        {
            LastGeneration = _generation, Lease = StoreWorld.Lease, Beat = StoreWorld.Grace, Grace = StoreWorld.Grace, LongestLease = _longestLease, HighestToken = _highest,
            Holds = [.. _claims.Values.Where(c => c.IsHeld).Select(c => c.Hold())],
            Waits = [.. _claims.Values.Where(c => c.Phase == WorldPhase.Waiting).Select(c => c.Wait())],
        };
        IsJoined = false;
        if (world.Send(command) is not JoinedReply joined)
        {
            return;
        }

        (IsJoined, _generation, _longestLease) = (true, joined.Generation, joined.LongestLease);
        Array.ForEach(leftOut, claim => _claims.Remove(claim.Number));
        foreach (var verdict in joined.Verdicts)
        {
            Hear(verdict);
        }
    }

    public void Beat() => Send(new BeatCommand(Id, _session));

    public void Reap(int limit)
    {
        while (Send(new ReapCommand(Id, _session, limit)) is ReapedReply { More: true } && IsCalm)
        {
        }
    }

    public void Leave(bool goodbye)
    {
        if (Send(new LeaveCommand(Id, _session, goodbye)) is ReapedReply)
        {
            IsJoined = false;
        }

        if (goodbye)
        {
            _claims.Clear();
        }
    }

    public void Begin(GlobalName name, ClaimMode mode, ClaimSpec spec) => Ask(Add(new WorldClaim(name, ++_numbers, mode, spec)));

    public void Suspect(NodeId target, bool atOnce) => Send(new SuspectCommand(Id, _session, target, atOnce));

    public void Free(GlobalName name) => Send(new FreeCommand(Id, _session, name));

    /// <summary>Repeats what is not answered, or may be another answer by now.</summary>
    public void Ask(WorldClaim claim)
    {
        NodeCommand? command = claim.Phase switch
        {
            WorldPhase.Waiting when claim.Mode == ClaimMode.Take => new ReregisterCommand(Id, _session, claim.Wait()),
            WorldPhase.Waiting => new RegisterCommand(Id, _session, claim.Wait()),
            WorldPhase.Completed => new CompleteCommand(Id, _session, claim.Name, claim.Number),
            WorldPhase.Releasing => new UnregisterCommand(Id, _session, claim.Name, claim.Number),
            _ => null,
        };
        switch (command is null ? null : Send(command))
        {
            case VerdictReply verdict:
                Hear(verdict.Verdict);
                break;
            case DoneReply when claim.Phase == WorldPhase.Releasing:
                _claims.Remove(claim.Number);
                break;
            case DoneReply { Changed: false } when claim.Phase == WorldPhase.Completed:
                Resolve(claim, new FencingToken(-1), Decision.Theirs);
                break;
            default:
                break;
        }
    }

    public void Release(WorldClaim claim)
    {
        claim.Phase = WorldPhase.Releasing;
        Ask(claim);
    }

    public void Complete(WorldClaim claim)
    {
        (claim.Phase, claim.Theirs) = (WorldPhase.Completed, null);
        Ask(claim);
    }

    /// <summary>The node's own deadline passes: what stops when isolated must stop.</summary>
    public void Isolate()
    {
        foreach (var claim in _claims.Values.Where(c => c.Phase == WorldPhase.Running && c.Spec.Stop))
        {
            (claim.Phase, claim.Requeues, claim.Theirs) = (WorldPhase.Ending, true, null);
        }
    }

    /// <summary>A body that had to stop has stopped.</summary>
    public void End(WorldClaim claim)
    {
        if (!claim.Requeues)
        {
            Release(claim);
            return;
        }

        _claims.Remove(claim.Number);
        Ask(Add(new WorldClaim(claim.Name, ++_numbers, ClaimMode.Wait, claim.Spec) { Former = (claim.Number, claim.Token) }));
    }

    public void Resolve(WorldClaim claim, Decision decision) => Resolve(claim, claim.Theirs!.Token, decision);

    /// <summary>Commits a decision against a token; against one that nobody has, the claim is judged anew.</summary>
    private void Resolve(WorldClaim claim, FencingToken expected, Decision decision)
    {
        var command = new ResolveCommand(Id, _session, [new Resolution(claim.Hold(), expected, decision, "random")]);
        if (Send(command) is VerdictsReply reply)
        {
            claim.Theirs = null;
            Hear(reply.Verdicts[0]);
        }
    }

    /// <summary>Reads the tables, as a replica would show them, and acts on what they say of this node.</summary>
    public void Look()
    {
        for (var cursor = 0L; ;)
        {
            var reply = world.Send(new PageCommand(_generation, cursor, 3));
            if (reply is not PageReply page)
            {
                IsJoined &= reply is not TooOldReply;
                return;
            }

            foreach (var record in page.Names)
            {
                See(record);
            }

            if (page.Next == 0)
            {
                return;
            }

            cursor = page.Next;
        }
    }

    private StoreReply? Send(NodeCommand command)
    {
        if (!IsJoined)
        {
            return null;
        }

        var reply = world.Send(command);
        IsJoined = reply is not GoneReply;
        return reply;
    }

    private void See(NameRecord record)
    {
        _highest = Max(_highest, record.Owner?.Token ?? default);
        if (record.Owner is { } owner && owner.Node == Id && !Owns(record.Name, owner))
        {
            GiveBack(record.Name, owner.Id);
        }

        foreach (var loss in record.Lost.Where(l => l.Id.Node == Id && _claims.ContainsKey(l.Id.Number)))
        {
            Lose(_claims[loss.Id.Number]);
        }

        foreach (var ghost in record.Ending.Where(e => e.Node == Id && !_claims.ContainsKey(e.Number)))
        {
            GiveBack(record.Name, ghost);
        }
    }

    private void GiveBack(GlobalName name, RegistrationId registration) => Send(new UnregisterCommand(Id, _session, name, registration.Number));

    private bool Owns(GlobalName name, GlobalOwner owner)
    {
        if (!_claims.TryGetValue(owner.Id.Number, out var claim) || claim.Name != name)
        {
            return false;
        }

        if (claim.Phase == WorldPhase.Waiting || claim.IsHeld)
        {
            Own(claim, owner.Token, (owner.RegisteredAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        }

        return true;
    }

    private void Hear(ClaimVerdict verdict)
    {
        _highest = Max(_highest, Max(verdict.Token, verdict.Theirs?.Token ?? default));
        if (!_claims.TryGetValue(verdict.Number, out var claim) || claim.Phase == WorldPhase.Releasing)
        {
            return;
        }

        switch (verdict.Kind)
        {
            case VerdictKind.Owned:
                Own(claim, verdict.Token, verdict.RegisteredAt);
                break;
            case VerdictKind.Lost:
                Lose(claim);
                break;
            case VerdictKind.Clash:
                claim.Theirs = verdict.Theirs;
                break;
            case VerdictKind.Taken:
                Assert.NotNull(verdict.Theirs);
                _claims.Remove(claim.Number);
                break;
            case VerdictKind.Queued:
                claim.Ticket = verdict.Ticket;
                break;
            default:
                break;
        }
    }

    private static void Own(WorldClaim claim, FencingToken token, long registeredAt)
    {
        if (claim.Phase == WorldPhase.Waiting)
        {
            (claim.Phase, claim.RegisteredAt) = (WorldPhase.Running, registeredAt);
        }

        (claim.Token, claim.Theirs) = (Max(claim.Token, token), null);
    }

    private void Lose(WorldClaim claim)
    {
        if (claim.Phase == WorldPhase.Waiting)
        {
            Release(claim);
        }
        else if (claim.IsHeld)
        {
            (claim.Phase, claim.Requeues, claim.Theirs) = (WorldPhase.Ending, false, null);
        }
    }

    private WorldClaim Add(WorldClaim claim)
    {
        _claims.Add(claim.Number, claim);
        return claim;
    }

    private static FencingToken Max(FencingToken left, FencingToken right) => left > right ? left : right;
}
