using System.Globalization;
using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>What is done to the store. Each fault undoes what it did.</summary>
internal sealed class StoreFaults(StorePair store, IReadOnlyList<TcpProxy> links, TimeSpan lease, Action<FaultKind, long> done)
{
    /// <summary>Does a fault, and tells which it was and since when.</summary>
    public async Task DoAsync(PlannedFault fault)
    {
        var kind = Fitting(fault.Kind);
        var snapshot = kind == FaultKind.SetBack ? await store.Primary.SnapshotAsync() : [];
        if (kind == FaultKind.SetBack)
        {
            await Task.Delay(fault.Length + lease / 2);
        }
        else if (kind == FaultKind.Failover)
        {
            await store.PrepareFailoverAsync(fault.Length);
        }

        var from = Micros.Now;
        await (kind == FaultKind.SetBack ? store.Primary.RestartFromAsync(snapshot) : DoAsync(kind, fault));
        done(kind, from);
    }

    /// <summary>What can be done to the server that is in use: the one has nothing older to start from, and the other nothing at all.</summary>
    private FaultKind Fitting(FaultKind kind) => (kind, store.IsSafe) switch
    {
        (FaultKind.SetBack, true) => FaultKind.Restart,
        (FaultKind.Restart, false) => FaultKind.SetBack,
        _ => kind,
    };

    private Task DoAsync(FaultKind kind, PlannedFault fault) => kind switch
    {
        FaultKind.ClientKill => TellAsync($"CLIENT KILL TYPE {(fault.Draw % 2 == 0 ? "normal" : "pubsub")}"),
        FaultKind.ClientPause => PauseAsync(fault.Length, fault.Draw % 2 == 0 ? "ALL" : "WRITE"),
        FaultKind.ScriptFlush => TellAsync("SCRIPT FLUSH"),
        FaultKind.FlushAll => TellAsync("FLUSHALL"),
        FaultKind.DebugSleep => TellAsync(string.Create(CultureInfo.InvariantCulture, $"DEBUG SLEEP {fault.Length.TotalSeconds:F3}")),
        FaultKind.Full => FillAsync(fault.Length),
        FaultKind.Restart => store.RestartAsync(),
        FaultKind.RestartEmpty => store.Primary.RestartEmptyAsync(),
        FaultKind.Failover => store.FailOverAsync(Shuffled(fault.Draw)),
        FaultKind.ClockStep => StepAsync(fault.Draw),
        _ => throw new InvalidOperationException($"{kind} cannot be done to the store."),
    };

    /// <summary>Sets the clock to a time from an hour too late to an hour too early, where it stays; every fifth time it is right again.</summary>
    private async Task StepAsync(int draw)
    {
        var off = TimeSpan.FromSeconds((draw % 5) switch { 0 => 3600, 1 => 5, 2 => 0, 3 => -5, _ => -3600 });
        store.Clock!.Step(off);
        var time = await store.Primary.CommandAsync("EVAL \"return tonumber(redis.call('TIME')[1])\" 0");
        var isOff = TimeSpan.FromSeconds(long.Parse(time.AsSpan(1), CultureInfo.InvariantCulture)) - Micros.Span(Micros.Now);
        if ((isOff - off).Duration() > TimeSpan.FromSeconds(2))
        {
            throw new InvalidOperationException($"The clock of {store.Primary.Endpoint} was to be off by {off}, and is off by {isOff}.");
        }
    }

    private Task TellAsync(string command) => store.Primary.CommandAsync(command);

    private async Task PauseAsync(TimeSpan length, string what)
    {
        await TellAsync($"CLIENT PAUSE {(long)length.TotalMilliseconds} {what}");
        await Task.Delay(length);
    }

    private async Task FillAsync(TimeSpan length)
    {
        await TellAsync("CONFIG SET maxmemory 1");
        await Task.Delay(length);
        await TellAsync("CONFIG SET maxmemory 0");
    }

    /// <summary>In what order the links follow, which is who comes first.</summary>
    private TcpProxy[] Shuffled(int seed)
    {
        var shuffled = links.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
