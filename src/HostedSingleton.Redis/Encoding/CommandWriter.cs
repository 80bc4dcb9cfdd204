using System.Globalization;
using HostedSingleton.Store;
using HostedSingleton.Store.Memory;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>Makes of each command the call of its script.</summary>
internal sealed class CommandWriter(RedisScripts scripts, RedisKeys keys)
{
    /// <summary>All that calls are made of.</summary>
    public IEnumerable<RedisScript> Scripts => scripts.All;

    /// <summary>Makes the call.</summary>
    public ScriptCall Write(StoreCommand command) => command switch
    {
        BeatCommand beat => Call(scripts.Beat, beat),
        JoinCommand join => Join(JoinPage.Whole(join)),
        LeaveCommand leave => Call(scripts.Leave, leave, leave.Goodbye ? nameof(NodeDownReason.Left) : nameof(NodeDownReason.Disconnected), MemoryMesh.LeaveLimit),
        RegisterCommand register => Call(scripts.Register, register, ClaimWriter.Wait(register.Ask)),
        ReregisterCommand reregister => Call(scripts.Reregister, reregister, ClaimWriter.Wait(reregister.Ask)),
        UnregisterCommand unregister => Call(scripts.Unregister, unregister, unregister.Name.Value, unregister.Number),
        HandOverCommand handOver => Call(scripts.HandOver, handOver, handOver.Name.Value, handOver.To?.ToString() ?? ""),
        FreeCommand free => Call(scripts.Free, free, free.Name.Value),
        CompleteCommand complete => Call(scripts.Complete, complete, complete.Name.Value, complete.Number),
        ResolveCommand resolve => Call(scripts.Resolve, resolve, [.. resolve.Resolutions.SelectMany(Resolution)]),
        ReapCommand reap => Call(scripts.Reap, reap, reap.Limit),
        SuspectCommand suspect => Call(scripts.Suspect, suspect, suspect.Target.ToString(), suspect.AtOnce),
        DrainCommand drain => Call(scripts.Drain, drain, drain.Target.ToString(), drain.Word.Mark),
        SinceCommand since => Call(scripts.Since, since.Generation, since.Version, since.Limit),
        PageCommand page => Call(scripts.Page, page.Generation, page.Cursor, page.Limit),
        StatusCommand status => Call(scripts.Status, status.Name.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "The Redis store does not know this command."),
    };

    /// <summary>Makes the call of one page of a join.</summary>
    public ScriptCall Join(JoinPage page) => Call(
        scripts.Join,
        page.Join,
        [
            page.Join.LastGeneration, Microseconds(page.Join.Lease), Microseconds(page.Join.Grace), Microseconds(page.Join.LongestLease), page.Join.HighestToken.Value,
            page.Join.StartedAt, ClaimWriter.Node(page.Join.Node, page.Join.Labels), Microseconds(page.Join.Beat), page.Generation, page.After, page.Until,
            page.Join.RefusesNamesake, page.Join.Drain.Mark, page.Join.Holds.Length, .. page.Join.Holds.Select(hold => (RedisValue)ClaimWriter.Hold(hold)), .. page.Join.Waits.Select(wait => (RedisValue)ClaimWriter.Wait(wait)),
        ]);

    private static RedisValue[] Resolution(Resolution resolution) =>
        [ClaimWriter.Hold(resolution.Mine), resolution.Expected.Value, resolution.Decision.ToString(), resolution.Resolver];

    /// <summary>A session is 19 digits, so that the scripts can compare it as text.</summary>
    private ScriptCall Call(RedisScript script, NodeCommand command, params RedisValue[] values) =>
        Call(script, [command.Node.ToString(), command.Session.ToString("D19", CultureInfo.InvariantCulture), .. values]);

    private ScriptCall Call(RedisScript script, params RedisValue[] values) => new(script, [keys.Channel.ToString(), .. values]);

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
