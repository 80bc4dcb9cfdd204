using HostedSingleton.Registry;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Support;

/// <summary>Drives a registry machine by hand: the test is its node and its store, and reads what it asks for as text.</summary>
internal sealed class RegistryScript : IMeshStanding
{
    public static readonly NodeId Me = new("me", 1);
    public static readonly NodeId Them = new("them", 1);
    public static readonly GlobalName Name = "n";
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(0.5);
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly List<Action<StoreReply>> _unanswered = [];
    private readonly List<string> _did = [];

    public RegistryScript() => Machine = new RegistryMachine(this, RetryAfter);

    public RegistryMachine Machine { get; }

    public NodeId Node => Me;

    public long Session { get; set; } = 1;

    public bool MaySend { get; set; } = true;

    public bool IsWithinDeadline { get; set; } = true;

    public bool IsCutOff { get; set; }

    public bool AllowsIslands { get; set; }

    public long WallClock => 77;

    public TimeSpan Now { get; private set; }

    /// <summary>The version of the next verdict or record.</summary>
    public long Version { get; set; } = 1;

    public LocalClaim Claim(ClaimMode mode = ClaimMode.Wait, bool stop = false, GlobalName? name = null) =>
        Machine.Claim(name ?? Name, mode, ClaimSpec.Default with { Stop = stop }, Grace);

    /// <summary>A claim that owns the name. What it took to get there is not written down.</summary>
    public LocalClaim Owner(long token = 10, bool stop = false, GlobalName? name = null)
    {
        var claim = Claim(stop: stop, name: name);
        Answer(StoreWord.Owned(claim, token, Version++));
        Did();
        return claim;
    }

    /// <summary>One of the commands that wait for an answer gets it: the oldest, unless told.</summary>
    public void Answer(StoreReply reply, int which = 0)
    {
        Drain();
        var answer = _unanswered[which];
        _unanswered.RemoveAt(which);
        answer(reply);
        Machine.Flush();
    }

    public void Answer(ClaimVerdict verdict, int which = 0) => Answer(new VerdictReply(verdict), which);

    /// <summary>The session has ended and a join is on its way. What was sent before may still be answered, late.</summary>
    public (IReadOnlyList<Hold> Holds, IReadOnlyList<Wait> Waits) Present()
    {
        Drain();
        (Session, MaySend) = (Session + 1, false);
        var (holds, waits) = Machine.Present(Session);
        return (holds, waits);
    }

    /// <summary>The join is answered.</summary>
    public void Admit(params IEnumerable<ClaimVerdict> verdicts)
    {
        (MaySend, IsCutOff) = (true, false);
        Machine.Admitted(Session, new JoinedReply(1, Version - 1, false, TimeSpan.FromSeconds(5), [.. verdicts], []), Now);
        Machine.Flush();
    }

    /// <summary>The store cannot be reached.</summary>
    public void CutOff(bool islands)
    {
        (MaySend, IsCutOff, AllowsIslands) = (false, true, islands);
        Machine.CutOff();
        Machine.LookForIsland();
    }

    /// <summary>A record of the name arrives.</summary>
    public void See(NameRecord record) => Machine.Changed(record with { Version = Version++ }, Now);

    /// <summary>The claim's resolver answers.</summary>
    public void Decide(LocalClaim claim, Decision decision)
    {
        Machine.Decided(claim, claim.Theirs ?? StoreWord.Them(), decision, "test");
        Machine.Flush();
    }

    /// <summary>Time passes, and what is due is done.</summary>
    public void Pass(TimeSpan span)
    {
        Now += span;
        if (Machine.NextWake <= Now)
        {
            Machine.Tick(Now);
            Machine.Flush();
        }
    }

    /// <summary>What the machine has asked for since the last look, in order.</summary>
    public string Did()
    {
        Drain();
        var text = string.Join(", ", _did);
        _did.Clear();
        return text;
    }

    private void Drain()
    {
        foreach (var effect in Machine.Effects.ToArray())
        {
            _did.Add(EffectText.Of(effect));
            if (effect is RegistryEffect.Send send)
            {
                _unanswered.Add(reply => Machine.Replied(send.Command, send.Claim, reply, Now));
            }
            else if (effect is RegistryEffect.SendDecisions decisions)
            {
                _unanswered.Add(reply => Machine.Replied(decisions.Command, decisions.Claims, reply is VerdictReply one ? new VerdictsReply([one.Verdict]) : reply, Now));
            }
        }

        Machine.Effects.Clear();
    }
}
