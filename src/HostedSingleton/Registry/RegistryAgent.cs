using System.Collections.Concurrent;
using System.Collections.Immutable;
using HostedSingleton.Mesh;
using HostedSingleton.Store;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Registry;

/// <summary>
/// The registry's edge on a node: it drives <see cref="RegistryMachine"/> in the agent's turns, sends what it asks for, and tells listeners on the
/// callback threads.
/// </summary>
internal sealed partial class RegistryAgent : IMeshParticipant, IMeshStanding, IRegistrar
{
    private readonly NodeAgent _agent;
    private readonly ILogger _logger;
    private readonly RegistryMachine _machine;
    private readonly Random _random;
    private readonly Dictionary<LocalClaim, ClaimHandle> _handles = [];
    private readonly ConcurrentDictionary<GlobalName, GlobalRegistration> _holdings = new();

    public RegistryAgent(NodeAgent agent, ILogger logger)
    {
        (_agent, _logger) = (agent, logger);
        _machine = new RegistryMachine(this, agent.Settings.Beat);
        _random = new Random(agent.Settings.Seed + 1);
        Replica = new NameReplica { Known = agent.Members.Known };
        agent.Add(this);
        _ = EndWatchingAsync();
    }

    public NameReplica Replica { get; }

    public TimeSpan NextWake => _deliberations.Select(d => d.Deadline).Append(_machine.NextWake).Min();

    public bool IsSettled => _machine.IsSettled;

    public bool IsParting => _machine.IsParting;

    public bool NeedsLease => _machine.NeedsLease;

    public FencingToken HighestToken => _machine.HighestToken;

    /// <summary>What the services of this host say of a name; set by what runs them. For any thread.</summary>
    public Func<GlobalName, LocalReason?> LocalReasonOf { get; set; } = _ => null;

    /// <summary>Ends when the node has left or was disposed of.</summary>
    public Task NodeEnded => _agent.Ended;

    NodeId IMeshStanding.Node => _agent.Settings.Node;

    long IMeshStanding.Session => _agent.Session;

    bool IMeshStanding.MaySend => _agent.MaySend;

    bool IMeshStanding.IsWithinDeadline => _agent.IsWithinDeadline;

    bool IMeshStanding.IsCutOff => _agent.IsCutOff;

    bool IMeshStanding.AllowsIslands => _agent.Settings.AllowIsolatedRegistration;

    long IMeshStanding.WallClock => _agent.WallClock;

    public IClaim Claim(GlobalName name, ClaimRequest request, IClaimListener listener)
    {
        var options = request.Options;
        var spec = new ClaimSpec(options.WhenIsolated == WhenIsolated.Stop, options.Priority, options.Labels.ToImmutableDictionary(StringComparer.Ordinal));
        var handle = new ClaimHandle(this, request, listener);
        Run(machine =>
        {
            handle.Local = machine.Claim(name, request.Mode, spec, options.ConflictGracePeriod, options.PreferredTakesBack, options.Placement == Placement.Spread, request.RunsBody);
            _handles.Add(handle.Local, handle);
        });
        return handle;
    }

    /// <summary>Runs something with the machine in the agent's turn, and does what it asks for.</summary>
    public void Run(Action<RegistryMachine> work) => _agent.Run(now =>
    {
        work(_machine);
        Drain(now);
    });

    /// <summary>The names that this node itself holds. For any thread.</summary>
    public IEnumerable<GlobalName> OwnNames => _holdings.Keys;

    /// <summary>What this node itself holds under a name. For any thread.</summary>
    public GlobalOwner? OwnHolding(GlobalName name) => _holdings.GetValueOrDefault(name)?.AsOwner();

    public (ImmutableArray<Hold> Holds, ImmutableArray<Wait> Waits) Present(long session) => _machine.Present(session);

    public void Admitted(long session, JoinedReply reply, TimeSpan now)
    {
        _machine.Admitted(session, reply, now);
        Drain(now);
    }

    public void Beaten(BeatReply reply, TimeSpan now)
    {
        _machine.Beaten(reply);
        _machine.TakeBack(Replica);
        _machine.Spread(Replica);
        Drain(now);
    }

    public void Entered(MeshState state, TimeSpan now)
    {
        if (state is MeshState.Isolated or MeshState.Disconnected or MeshState.Left)
        {
            _machine.Isolate(all: state == MeshState.Left);
            _machine.CutOff();
        }

        Drain(now);
    }

    public void Parted() => _machine.IsParting = false;

    public void Unreachable(TimeSpan now)
    {
        _machine.CutOff();
        _machine.LookForIsland();
        Drain(now);
    }

    public void Changed(IReadOnlyList<NameRecord> names, bool reset, TimeSpan now)
    {
        if (reset)
        {
            Replica.Reset(names, _agent.State == MeshState.Disconnected ? _agent.Settings.Node : null);
        }

        foreach (var record in names)
        {
            Replica.Apply(record);
            if (_agent.State != MeshState.Left)
            {
                // After the end of the node no join comes any more for which a record could be kept.
                _machine.Changed(record, now);
            }
        }

        Drain(now);
    }

    public void Tick(TimeSpan now)
    {
        EndOverdue(now);
        _machine.Tick(now);
        Drain(now);
    }

    /// <summary>What watches names ends with the node.</summary>
    private async Task EndWatchingAsync()
    {
        await _agent.Ended.ConfigureAwait(false);
        Replica.Watchers.End();
    }

    /// <summary>Does what the machine asks for, until it asks for nothing more.</summary>
    private void Drain(TimeSpan now)
    {
        for (_machine.Flush(); _machine.Effects.Count > 0; _machine.Flush())
        {
            var effects = _machine.Effects.ToArray();
            _machine.Effects.Clear();
            foreach (var effect in effects)
            {
                Do(effect, now);
            }
        }

        NoteStopped();
        SayAll();
    }

    private void Do(RegistryEffect effect, TimeSpan now)
    {
        switch (effect)
        {
            case RegistryEffect.Send send:
                Send(send);
                break;
            case RegistryEffect.SendDecisions send:
                _agent.Send(send.Command, (reply, later) =>
                {
                    _machine.Replied(send.Command, send.Claims, reply, later);
                    Drain(later);
                });
                break;
            case RegistryEffect.Ask ask:
                _agent.Send(ask.Command, (_, _) => { });
                break;
            case RegistryEffect.LookAt look:
                _agent.Send(new StatusCommand(look.Name), LookedAt);
                break;
            case RegistryEffect.EndSession end:
                _agent.EndSession(end.Session);
                break;
            case RegistryEffect.Decide decide:
                Decide(decide);
                break;
            case RegistryEffect.Renew renew:
                _handles[renew.Claim].Registration?.Renew(renew.Token);
                break;
            case RegistryEffect.TellDone done:
                Finish(done.Claim);
                break;
            case RegistryEffect.GaveUp gaveUp:
                var givenUp = IdOf(gaveUp.Claim);
                Say(() => LogGaveUp(gaveUp.Claim.Name, givenUp, gaveUp.Claim.GracePeriod));
                break;
            case RegistryEffect.Trouble trouble:
                Say(() => LogTrouble(trouble.Claim.Name, trouble.Reason));
                break;
            default:
                Tell(effect);
                break;
        }
    }

    private void LookedAt(StoreReply reply, TimeSpan now)
    {
        if (reply is StatusReply status)
        {
            _machine.Looked(status, Replica);
            Drain(now);
        }
    }

    private void Send(RegistryEffect.Send send) => _agent.Send(send.Command, (reply, now) =>
    {
        if (ReferenceEquals(send.Claim.Asked, send.Command))
        {
            Anticipate(send.Claim, reply);
        }

        _machine.Replied(send.Command, send.Claim, reply, now);
        Drain(now);
    });

    /// <summary>Who got an answer reads it too, though the event is still on its way.</summary>
    private void Anticipate(LocalClaim claim, StoreReply reply)
    {
        if (reply is VerdictReply { Verdict: { Kind: VerdictKind.Owned } verdict } && verdict.Number == claim.Number)
        {
            Replica.Anticipate(new NameRecord(verdict.Version, claim.Name, new GlobalOwner
            {
                Id = IdOf(claim), Token = verdict.Token, RegisteredAt = DateTimeOffset.UnixEpoch.AddMicroseconds(verdict.RegisteredAt),
                Priority = claim.Spec.Priority, Labels = claim.Spec.Labels,
            }));
        }
    }

    private RegistrationId IdOf(LocalClaim claim) => new(_agent.Settings.Node, claim.Number);

    private void LetGo(ClaimHandle handle)
    {
        if (handle.Registration is { } registration)
        {
            _holdings.TryRemove(new(registration.Name, registration));
        }
    }

    private void Finish(LocalClaim claim)
    {
        Replica.Remove(claim.Name, IdOf(claim));
        if (_handles.TryGetValue(claim, out var handle))
        {
            LetGo(handle);
            handle.End();
            _handles.Remove(claim);
        }
    }
}
