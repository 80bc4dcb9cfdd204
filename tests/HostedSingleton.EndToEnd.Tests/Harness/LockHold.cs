using System.Globalization;

namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>That a process held a lock and let it go, as it told. Times are of the machine's monotonic clock, which all its processes share.</summary>
/// <param name="Node">The process.</param>
/// <param name="Lock">The lock's number.</param>
/// <param name="Token">The fencing token.</param>
/// <param name="Granted">When it was granted.</param>
/// <param name="Released">When it was let go.</param>
/// <param name="Fault">What went wrong meanwhile, or nothing.</param>
public sealed record LockHold(string Node, int Lock, long Token, long Granted, long Released, string Fault)
{
    /// <summary>Reads "a held 7 token granted released fault".</summary>
    public static LockHold Parse(string line)
    {
        var words = line.Split(' ', 7);
        return new LockHold(words[0], (int)Number(words[2]), Number(words[3]), Number(words[4]), Number(words[5]), words[6]);
    }

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
