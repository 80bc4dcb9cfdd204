using System.Collections.Immutable;
using System.Globalization;
using HostedSingleton.Store;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>Reads a script's answer, whose first item is a word; the header of each script names the others.</summary>
internal static class ReplyReader
{
    /// <summary>Reads the answer to a command.</summary>
    public static StoreReply Read(StoreCommand command, RedisResult reply) => (string)reply[0]! switch
    {
        "beat" => new BeatReply((long)reply[1], (bool)reply[2], (bool)reply[3]),
        "gone" => new GoneReply((bool)reply[1]),
        "joined" => Joined((JoinCommand)command, reply),
        "reaped" => new ReapedReply((bool)reply[1]),
        "done" => new DoneReply((bool)reply[1]),
        "verdict" => new VerdictReply(Verdict(command, reply[1])),
        "verdicts" => new VerdictsReply(Verdicts(((ResolveCommand)command).Resolutions.Select(r => (r.Mine.Name, r.Mine.Number)), reply[1])),
        "events" => new EventsReply(new EventBatch((long)reply[1], EventReader.All<StoreEvent>(Lines(reply[3]))), (long)reply[2]),
        "old" => new TooOldReply(),
        "page" => Page(reply),
        "status" => new StatusReply(EventReader.Name((string)reply[2]!), Standings(reply[3]).SingleOrDefault(), Standings(reply[4]), Span((long)reply[1])),
        var word => throw new FormatException($"The script answered '{word}', which this version does not know."),
    };

    private static JoinedReply Joined(JoinCommand join, RedisResult reply)
    {
        var claims = join.Holds.Select(h => (h.Name, h.Number)).Concat(join.Waits.Select(w => (w.Name, w.Number)));
        return new JoinedReply((long)reply[1], (long)reply[2], (bool)reply[3], Span((long)reply[4]), Verdicts(claims, reply[6]), JoinWarnings.Read(join, reply[5]));
    }

    private static PageReply Page(RedisResult reply)
    {
        var names = EventReader.All<NameRecord>(Lines(reply[4])).Where(record => !record.IsEmpty);
        return new PageReply((long)reply[1], EventReader.All<NodeRecord>(Lines(reply[3])), [.. names], (long)reply[2]);
    }

    private static ImmutableArray<Standing> Standings(RedisResult words) =>
        [.. Lines(words).Chunk(4).Select(w => new Standing(RecordReader.Registration(w[0]), int.Parse(w[1], CultureInfo.InvariantCulture), Span(long.Parse(w[2], CultureInfo.InvariantCulture)), w[3] == "1"))];

    private static TimeSpan Span(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static ClaimVerdict Verdict(StoreCommand command, RedisResult text)
    {
        var ask = command is ReregisterCommand reregister ? reregister.Ask : ((RegisterCommand)command).Ask;
        return VerdictReader.Read(ask.Name, ask.Number, (string)text!);
    }

    private static ImmutableArray<ClaimVerdict> Verdicts(IEnumerable<(GlobalName Name, long Number)> claims, RedisResult texts) =>
        [.. claims.Zip(Lines(texts), (claim, text) => VerdictReader.Read(claim.Name, claim.Number, text))];

    private static string[] Lines(RedisResult list) => (string[])list!;
}
