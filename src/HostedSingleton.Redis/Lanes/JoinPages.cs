using System.Text;
using HostedSingleton.Store;

namespace HostedSingleton.Redis;

/// <summary>
/// Sends a join in pages, so that no step of the server is long, however many claims a node has. Each page has all claims on the names of a range, in the
/// order of the server. The pages go one after the other with nothing between them, and are answered as one join.
/// </summary>
internal static class JoinPages
{
    /// <summary>How many claims go in one step, unless told otherwise: one or two milliseconds of the server.</summary>
    public const int Usual = 25;

    /// <summary>Asks page after page. An answer that is no <see cref="JoinedReply"/> ends the join and is its answer.</summary>
    /// <param name="join">The whole join.</param>
    /// <param name="size">How many claims go in one page; more only where one name has more.</param>
    /// <param name="time">The clock by which the last page was sent later than the first.</param>
    /// <param name="ask">Sends one page and waits for the answer.</param>
    public static StoreReply Ask(JoinCommand join, int size, TimeProvider time, Func<JoinPage, StoreReply> ask)
    {
        if (join.Holds.Length + join.Waits.Length <= size)
        {
            return ask(JoinPage.Whole(join));
        }

        var verdicts = new Dictionary<(GlobalName Name, long Number), ClaimVerdict>();
        JoinedReply? joined = null;
        var (began, sentAfter) = (time.GetTimestamp(), TimeSpan.Zero);
        foreach (var page in Cut(join, size))
        {
            sentAfter = time.GetElapsedTime(began);
            var reply = ask(page with { Generation = joined?.Generation ?? 0 });
            if (reply is not JoinedReply next)
            {
                return reply;
            }

            // The first page's version: what is told of a claim after its own page, while the others are asked for, is news to it.
            joined = joined is null ? next : next with { Version = joined.Version };
            foreach (var verdict in next.Verdicts)
            {
                verdicts[(verdict.Name, verdict.Number)] = verdict;
            }
        }

        return joined! with
        {
            LastPartAfter = sentAfter,
            Verdicts = [.. join.Holds.Select(hold => verdicts[(hold.Name, hold.Number)]), .. join.Waits.Select(wait => verdicts[(wait.Name, wait.Number)])],
        };
    }

    /// <summary>Cuts a join between names.</summary>
    private static IEnumerable<JoinPage> Cut(JoinCommand join, int size)
    {
        var (holds, waits) = (join.Holds.ToLookup(hold => hold.Name), join.Waits.ToLookup(wait => wait.Name));
        var names = holds.Select(group => group.Key).Union(waits.Select(group => group.Key)).OrderBy(name => Encoding.UTF8.GetBytes(name.Value), ByteOrder.Instance).ToArray();
        for (var (from, after) = (0, ""); from < names.Length;)
        {
            var (to, count) = (from, 0);
            do
            {
                count += holds[names[to]].Count() + waits[names[to]].Count();
                to++;
            }
            while (to < names.Length && count + holds[names[to]].Count() + waits[names[to]].Count() <= size);

            var until = to == names.Length ? "" : names[to - 1].Value;
            var own = names[from..to];
            yield return new JoinPage(
                join with { Holds = [.. own.SelectMany(name => holds[name])], Waits = [.. own.SelectMany(name => waits[name])] }, after, until);
            (from, after) = (to, until);
        }
    }

    /// <summary>The order of the server's tables.</summary>
    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static ByteOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
