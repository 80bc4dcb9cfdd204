using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>
/// All claims of one node as a pure machine: what it has asked, holds and lets go, and what it makes of the store's answers and records. It has no
/// clock, no thread and does no I/O. Each call leaves in <see cref="Effects"/> what is to be done.
/// </summary>
internal sealed partial class RegistryMachine(IMeshStanding mesh, TimeSpan retryAfter)
{
    private readonly Dictionary<long, LocalClaim> _claims = [];
    private readonly Dictionary<GlobalName, HashSet<LocalClaim>> _byName = [];
    private long _numbers;

    /// <summary>What is to be done, in order. Whoever drives the machine takes it and clears it.</summary>
    public List<RegistryEffect> Effects { get; } = [];

    /// <summary>The highest token this node has seen.</summary>
    public FencingToken HighestToken { get; private set; }

    /// <summary>Whether no clash of this node is undecided.</summary>
    public bool IsSettled => _claims.Values.All(c => c.Phase != ClaimPhase.Clashing);

    public IEnumerable<LocalClaim> Claims => _claims.Values;

    /// <summary>Whether the node is about to cut itself off, so that nothing new is asked for.</summary>
    public bool IsParting { get => field || PartsForGood; set; }

    /// <summary>Whether it is about to leave, and to give all its names away once what ran has stopped: nothing may begin any more.</summary>
    public bool PartsForGood { get; set; }

    /// <summary>What runs, or has not stopped yet.</summary>
    public IEnumerable<LocalClaim> Running => _claims.Values.Where(c => c.IsRunning || c.Phase == ClaimPhase.Ending);

    /// <summary>The same under <see cref="WhenIsolated.Stop"/>.</summary>
    public IEnumerable<LocalClaim> RunningUnderStop => Running.Where(c => c.Spec.Stop);

    /// <summary>Whether the node must not give all its names away: under one of them something may run that is not to overlap with the next.</summary>
    public bool NeedsLease => Running.Any(c => c.Spec.Stop || c.RunsBody);

    /// <summary>When <see cref="Tick"/> is due next.</summary>
    public TimeSpan NextWake { get; private set; } = TimeSpan.MaxValue;

    /// <summary>The claim of this node that holds a name, running or idle.</summary>
    public LocalClaim? HolderOf(GlobalName name) => _byName.GetValueOrDefault(name)?.FirstOrDefault(c => c.IsHeld);

    /// <summary>The claim of this node that waits for a name.</summary>
    public LocalClaim? WaiterOf(GlobalName name) => _byName.GetValueOrDefault(name)?.FirstOrDefault(c => c.Phase is ClaimPhase.Asking or ClaimPhase.Queued);

    /// <summary>Begins a claim.</summary>
    public LocalClaim Claim(GlobalName name, ClaimMode mode, ClaimSpec spec, TimeSpan gracePeriod, bool takesBack = false, bool spreads = false, bool runsBody = false)
    {
        var claim = new LocalClaim(name, mode, spec, ++_numbers) { GracePeriod = gracePeriod, TakesBack = takesBack, Spreads = spreads, RunsBody = runsBody };
        Add(claim);
        Ask(claim);
        return claim;
    }

    /// <summary>Lets go whatever the claim is.</summary>
    public void Release(LocalClaim claim)
    {
        if (claim.Phase is ClaimPhase.Done or ClaimPhase.Releasing)
        {
            return;
        }

        claim.Phase = ClaimPhase.Releasing;
        (claim.Asked, claim.AskAgainAt, claim.GiveUpAt) = (null, TimeSpan.MaxValue, TimeSpan.MaxValue);
        if (claim.IsKnown)
        {
            SayGoodbye(claim);
        }
        else
        {
            Finish(claim);
        }
    }

    /// <summary>The body has returned; the name is kept, idle.</summary>
    public void Complete(LocalClaim claim)
    {
        if (!claim.IsRunning)
        {
            return;
        }

        var isJudged = claim.Phase == ClaimPhase.Clashing || claim.Decided is not null;
        claim.Phase = ClaimPhase.Completed;
        if (isJudged)
        {
            JudgeAnew(claim);
        }
        else
        {
            SendCompletion(claim);
        }
    }

    /// <summary>The body has stopped for isolation; the claim waits to run again.</summary>
    public void Requeue(LocalClaim claim)
    {
        if (claim.Phase != ClaimPhase.Ending)
        {
            return;
        }

        (claim.Former, claim.Mode) = ((claim.Number, claim.Token), ClaimMode.Wait);
        Renumber(claim);
        Ask(claim);
        HandOnIsland(claim.Name);
    }

    /// <summary>All it holds and waits for, as a join presents it. What is let go stays out, and is dropped by that.</summary>
    public (ImmutableArray<Hold> Holds, ImmutableArray<Wait> Waits) Present(long session)
    {
        foreach (var claim in _claims.Values)
        {
            (claim.Asked, claim.AskAgainAt, claim.IsUncertain, claim.OnTheWay) = (null, TimeSpan.MaxValue, false, 0);
            if (claim.Phase == ClaimPhase.Releasing)
            {
                claim.LeftOutOf = session;
            }
            else
            {
                claim.IsKnown = true;
            }
        }

        return ([.. _claims.Values.Where(c => c.IsHeld || c.Phase == ClaimPhase.Ending).Select(c => c.Hold())],
            [.. _claims.Values.Where(c => c.Phase is ClaimPhase.Asking or ClaimPhase.Queued).Select(c => c.Wait())]);
    }

    /// <summary>The node's deadline has passed, or it is about to cut itself off: what stops when isolated stops now.</summary>
    /// <param name="all">Whether all stops, because the node has left.</param>
    public void Isolate(bool all = false)
    {
        // A loser under Stop may have longer to stop than its lease lasts, and nobody waits for it after that.
        foreach (var claim in _claims.Values.Where(c => !c.IsolationIsTold && (c.IsRunning || c.Phase == ClaimPhase.Ending) && (all || c.Spec.Stop)).ToArray())
        {
            (claim.Phase, claim.IsolationIsTold) = (ClaimPhase.Ending, true);
            (claim.Theirs, claim.Decided) = (null, null);
            Effects.Add(new RegistryEffect.TellIsolated(claim));
        }
    }

    /// <summary>Time has passed: what was not answered is asked again, and losers that take too long are given up.</summary>
    public void Tick(TimeSpan now)
    {
        foreach (var claim in _claims.Values.Where(c => c.AskAgainAt <= now || c.GiveUpAt <= now).ToArray())
        {
            if (claim.GiveUpAt <= now)
            {
                Effects.Add(new RegistryEffect.GaveUp(claim));
                Release(claim);
            }
            else
            {
                claim.AskAgainAt = TimeSpan.MaxValue;
                Repeat(claim);
            }
        }

        NextWake = _claims.Values.Select(c => c.AskAgainAt < c.GiveUpAt ? c.AskAgainAt : c.GiveUpAt).DefaultIfEmpty(TimeSpan.MaxValue).Min();
    }

    /// <summary>Nothing can be heard of the store for a while: what is let go needs no goodbye, because the next join leaves it out.</summary>
    public void CutOff()
    {
        foreach (var claim in _claims.Values.Where(c => c.Phase == ClaimPhase.Releasing).ToArray())
        {
            Finish(claim);
        }
    }

    private void Add(LocalClaim claim)
    {
        _claims.Add(claim.Number, claim);
        if (!_byName.TryGetValue(claim.Name, out var claims))
        {
            _byName.Add(claim.Name, claims = []);
        }

        claims.Add(claim);
    }

    /// <summary>A claim begins anew under a new number, in the same place.</summary>
    private void Renumber(LocalClaim claim)
    {
        _claims.Remove(claim.Number);
        (claim.Number, claim.JudgedAt) = (++_numbers, 0);
        _claims.Add(claim.Number, claim);
        (claim.Phase, claim.Token, claim.Ticket, claim.Theirs, claim.Decided) = (ClaimPhase.Asking, FencingToken.None, 0, null, null);
        (claim.WaitIsTold, claim.OwnerIsTold, claim.HandOverIsTold, claim.IsolationIsTold) = (false, false, false, false);
        (claim.Asked, claim.AskAgainAt, claim.GiveUpAt) = (null, TimeSpan.MaxValue, TimeSpan.MaxValue);
    }

    private void Finish(LocalClaim claim)
    {
        claim.Phase = ClaimPhase.Done;
        _claims.Remove(claim.Number);
        if (_byName.TryGetValue(claim.Name, out var claims) && claims.Remove(claim) && claims.Count == 0)
        {
            _byName.Remove(claim.Name);
        }

        Effects.Add(new RegistryEffect.TellDone(claim));
        HandOnIsland(claim.Name);
    }

    private void Refuse(LocalClaim claim, GlobalOwner owner)
    {
        Effects.Add(new RegistryEffect.TellTaken(claim, owner));
        Finish(claim);
    }

    /// <summary>Tells that the claim waits, once, and for whom, once that is known.</summary>
    private void TellWaiting(LocalClaim claim, GlobalOwner? owner)
    {
        if (!claim.WaitIsTold || (owner is not null && !claim.OwnerIsTold))
        {
            (claim.WaitIsTold, claim.OwnerIsTold) = (true, owner is not null);
            Effects.Add(new RegistryEffect.TellQueued(claim, owner));
        }
    }

    private GlobalOwner OwnerOf(LocalClaim claim) => new()
    {
        Id = new RegistrationId(mesh.Node, claim.Number), Token = claim.Token,
        RegisteredAt = DateTimeOffset.UnixEpoch.AddMicroseconds(claim.RegisteredAt), Priority = claim.Spec.Priority, Labels = claim.Spec.Labels,
    };
}
