using System.Security.Cryptography;
using System.Text;
using HostedSingleton.Store;

namespace HostedSingleton.Simulation;

/// <summary>What happened, line by line, when somebody wants to read it.</summary>
internal sealed class SimTrace(SimWorld world)
{
    /// <summary>Where lines go; null writes none.</summary>
    public Action<string>? Writer { get; set; }

    /// <summary>Whether beats and reads are written too.</summary>
    public bool HasAll { get; set; }

    /// <summary>Runs a seed and answers a hash of all that happened, whether a law was broken or not: equal where the run repeats to the byte.</summary>
    public static string HashOf(int seed, SimOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Take(string line) => hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        try
        {
            Take($"{SimRun.Run(seed, options with { Trace = Take, TracesAll = true })}");
        }
        catch (SimViolation violation)
        {
            Take(violation.Message);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public void Line(string line) => Writer?.Invoke($"{TimeSpan.FromTicks(world.Now).TotalSeconds,10:F4} {line}");

    public void Stored(SimNode node, StoreCommand command, StoreReply reply)
    {
        if (Writer is not null && (HasAll || command is not (BeatCommand or SinceCommand or PageCommand or LookCommand)))
        {
            Line($"{node,-14} {Describe(command)} → {Describe(reply)}");
        }
    }

    private static string Describe(StoreCommand command) => command switch
    {
        JoinCommand join => $"join {join.Session} gen {join.LastGeneration} holds [{string.Join(", ", join.Holds.Select(h => $"{h.Name}/{h.Number} {h.Token} {h.State}"))}] waits [{string.Join(", ", join.Waits.Select(w => $"{w.Name}/{w.Number} former {w.FormerNumber}"))}]",
        RegisterCommand register => $"register {register.Ask.Name}/{register.Ask.Number} former {register.Ask.FormerNumber}",
        ReregisterCommand register => $"reregister {register.Ask.Name}/{register.Ask.Number}",
        UnregisterCommand unregister => $"unregister {unregister.Name}/{unregister.Number}",
        ResolveCommand resolve => $"resolve [{string.Join(", ", resolve.Resolutions.Select(r => $"{r.Mine.Name}/{r.Mine.Number} {r.Decision} expects {r.Expected}"))}]",
        FreeCommand free => $"free {free.Name}",
        HandOverCommand ask => $"handover of {ask.Name} to {ask.To?.ToString() ?? "the next"}",
        LeaveCommand leave => $"leave goodbye={leave.Goodbye}",
        _ => command.GetType().Name,
    };

    private static string Describe(StoreReply reply) => reply switch
    {
        JoinedReply joined => $"joined gen {joined.Generation} v{joined.Version} settling={joined.Settling} [{string.Join(", ", joined.Verdicts.Select(Describe))}]",
        VerdictReply verdict => Describe(verdict.Verdict),
        VerdictsReply verdicts => string.Join(", ", verdicts.Verdicts.Select(Describe)),
        DoneReply done => $"done {done.Changed}",
        _ => reply.GetType().Name,
    };

    private static string Describe(ClaimVerdict verdict) =>
        $"{verdict.Name}/{verdict.Number} {verdict.Kind} token {verdict.Token} place {verdict.Place} theirs {verdict.Theirs} loss {verdict.Loss?.Reason}";
}
