using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>A node as the store sees it: one that sends exactly the commands a test tells it to, and remembers what it must present.</summary>
internal sealed class ContractNode(IStoreFixture store, NodeId id)
{
    private long _numbers;

    public NodeId Id { get; } = id;

    public TimeSpan Lease { get; init; } = StoreContract.Lease;

    public TimeSpan Grace { get; init; } = StoreContract.Grace;

    public TimeSpan Beat { get; init; } = StoreContract.Beat;

    public long Session { get; set; }

    public long Generation { get; private set; }

    public FencingToken HighestToken { get; private set; }

    public TimeSpan LongestLease { get; private set; }

    /// <summary>Whether it drains, as far as it knows.</summary>
    public DrainWord Drain { get; set; }

    public RegistrationId Registration(ClaimVerdict verdict) => new(Id, verdict.Number);

    /// <summary>Begins a new session with these claims and waits.</summary>
    public async Task<JoinedReply> JoinAsync(IEnumerable<Hold>? holds = null, IEnumerable<Wait>? waits = null) =>
        Heard(await store.ExecuteAsync<JoinedReply>(Join(holds, waits)));

    /// <summary>Begins a new session with one claim and returns the store's word on it.</summary>
    public async Task<ClaimVerdict> JoinAsync(Hold hold) => Assert.Single((await JoinAsync([hold])).Verdicts);

    /// <summary>Begins a new session with one wait and returns the store's word on it.</summary>
    public async Task<ClaimVerdict> JoinAsync(Wait wait) => Assert.Single((await JoinAsync(waits: [wait])).Verdicts);

    /// <summary>The next join, to be sent by the test.</summary>
    public JoinCommand Join(IEnumerable<Hold>? holds = null, IEnumerable<Wait>? waits = null) => new(Id, ++Session)
    {
        LastGeneration = Generation, Lease = Lease, Beat = Beat, Grace = Grace, LongestLease = LongestLease, HighestToken = HighestToken, StartedAt = 1, Drain = Drain,
        Holds = [.. holds ?? []], Waits = [.. waits ?? []],
    };

    public Task<BeatReply> BeatAsync() => store.ExecuteAsync<BeatReply>(new BeatCommand(Id, Session));

    /// <summary>Asks for a name under a new number.</summary>
    public Task<ClaimVerdict> RegisterAsync(GlobalName name, ClaimSpec? spec = null) => AskAsync(NewWait(name, spec));

    /// <summary>Asks once for a name under a new number.</summary>
    public Task<ClaimVerdict> TryAsync(GlobalName name, ClaimSpec? spec = null) => AskAsync(NewWait(name, spec) with { Once = true });

    public async Task<ClaimVerdict> AskAsync(Wait ask) => Heard(await store.ExecuteAsync<VerdictReply>(new RegisterCommand(Id, Session, ask)));

    /// <summary>Takes a name under a new number.</summary>
    public Task<ClaimVerdict> TakeAsync(GlobalName name, ClaimSpec? spec = null) => TakeAsync(NewWait(name, spec));

    public async Task<ClaimVerdict> TakeAsync(Wait ask) => Heard(await store.ExecuteAsync<VerdictReply>(new ReregisterCommand(Id, Session, ask)));

    public async Task<bool> UnregisterAsync(ClaimVerdict claim) =>
        (await store.ExecuteAsync<DoneReply>(new UnregisterCommand(Id, Session, claim.Name, claim.Number))).Changed;

    public async Task<bool> CompleteAsync(ClaimVerdict claim) =>
        (await store.ExecuteAsync<DoneReply>(new CompleteCommand(Id, Session, claim.Name, claim.Number))).Changed;

    /// <summary>Suspects another node, and returns whether that shortened its lease.</summary>
    public async Task<bool> SuspectAsync(ContractNode target, bool atOnce = false) =>
        (await store.ExecuteAsync<DoneReply>(new SuspectCommand(Id, Session, target.Id, atOnce))).Changed;

    public async Task<bool> DrainAsync(ContractNode target, DrainWord word) => (await store.ExecuteAsync<DoneReply>(new DrainCommand(Id, Session, target.Id, word))).Changed;

    public async Task<bool> FreeAsync(GlobalName name) => (await store.ExecuteAsync<DoneReply>(new FreeCommand(Id, Session, name))).Changed;

    public async Task<bool> HandOverAsync(GlobalName name, ContractNode? to = null) =>
        (await store.ExecuteAsync<DoneReply>(new HandOverCommand(Id, Session, name, to?.Id))).Changed;

    /// <summary>Says goodbye, or cuts itself off, step by step until nothing is left to hand over.</summary>
    public Task LeaveAsync(bool goodbye = true) =>
        RepeatAsync(async () => (await store.ExecuteAsync<ReapedReply>(new LeaveCommand(Id, Session, goodbye))).More, "leave");

    /// <summary>Reaps, call by call until nothing is left to do.</summary>
    public Task ReapAsync() => RepeatAsync(() => ReapAsync(limit: 100), "reap");

    /// <summary>Reaps once and returns whether more is to do.</summary>
    public async Task<bool> ReapAsync(int limit) => (await store.ExecuteAsync<ReapedReply>(new ReapCommand(Id, Session, limit))).More;

    /// <summary>Commits one decided clash.</summary>
    public async Task<ClaimVerdict> ResolveAsync(Hold mine, FencingToken expected, Decision decision, string resolver = "test") =>
        Assert.Single(await ResolveAsync(new Resolution(mine, expected, decision, resolver)));

    public async Task<ImmutableArray<ClaimVerdict>> ResolveAsync(params IEnumerable<Resolution> resolutions)
    {
        var reply = await store.ExecuteAsync<VerdictsReply>(new ResolveCommand(Id, Session, [.. resolutions]));
        return [.. reply.Verdicts.Select(Heard)];
    }

    /// <summary>A wait under a new number.</summary>
    public Wait NewWait(GlobalName name, ClaimSpec? spec = null) => new(name, ++_numbers, spec ?? ClaimSpec.Default);

    /// <summary>The wait that keeps the place a verdict gave.</summary>
    public static Wait WaitOf(ClaimVerdict queued, ClaimSpec? spec = null) => new(queued.Name, queued.Number, spec ?? ClaimSpec.Default) { Ticket = queued.Ticket };

    /// <summary>The wait, under a new number, of a registration that stopped for isolation.</summary>
    public Wait WaitAfter(ClaimVerdict former, ClaimSpec? spec = null) =>
        NewWait(former.Name, spec) with { FormerNumber = former.Number, FormerToken = former.Token };

    /// <summary>The claim on what a verdict gave.</summary>
    public static Hold HoldOf(ClaimVerdict owned, HoldState state = HoldState.Running, ClaimSpec? spec = null) =>
        new(owned.Name, owned.Number, owned.Token, owned.RegisteredAt, state, spec ?? ClaimSpec.Default);

    /// <summary>A claim, under a new number, on a name that was registered on an island.</summary>
    public Hold IslandHold(GlobalName name, HoldState state = HoldState.Running, ClaimSpec? spec = null) =>
        new(name, ++_numbers, FencingToken.None, 1_000_000, state, spec ?? ClaimSpec.Default);

    /// <summary>Sends a command as long as the store says that more is to do.</summary>
    private static async Task RepeatAsync(Func<Task<bool>> step, string what)
    {
        for (var i = 0; await step(); i++)
        {
            Assert.True(i < 200, $"The store still says that more is to {what} after {i} steps.");
        }
    }

    private JoinedReply Heard(JoinedReply reply)
    {
        (Generation, LongestLease) = (reply.Generation, reply.LongestLease);
        foreach (var verdict in reply.Verdicts)
        {
            Heard(verdict);
        }

        return reply;
    }

    private ClaimVerdict Heard(VerdictReply reply) => Heard(reply.Verdict);

    private ClaimVerdict Heard(ClaimVerdict verdict)
    {
        var theirs = verdict.Theirs?.Token ?? FencingToken.None;
        HighestToken = new[] { HighestToken, verdict.Token, theirs }.Max();
        return verdict;
    }
}
