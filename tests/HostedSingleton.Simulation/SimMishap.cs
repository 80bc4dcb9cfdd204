namespace HostedSingleton.Simulation;

/// <summary>One thing that goes wrong.</summary>
/// <param name="Number">Its number in the run: what a replay keeps is named by it.</param>
/// <param name="At">When, in virtual time.</param>
/// <param name="Chance">Where its details come from. It is its own, so that leaving another out changes nothing about it.</param>
internal sealed record SimMishap(int Number, TimeSpan At, Random Chance)
{
    /// <summary>Draws all mishaps of a run.</summary>
    public static IEnumerable<SimMishap> Draw(int seed, TimeSpan begin, TimeSpan length)
    {
        var random = new Random(unchecked(seed * 31) + 17);
        var at = begin;
        for (var number = 1; ; number++)
        {
            at += TimeSpan.FromSeconds(0.01 + (random.NextDouble() * 3.99));
            if (at >= begin + length)
            {
                yield break;
            }

            yield return new SimMishap(number, at, new Random(random.Next()));
        }
    }

    public TimeSpan Between(double fromSeconds, double toSeconds) => TimeSpan.FromSeconds(fromSeconds + (Chance.NextDouble() * (toSeconds - fromSeconds)));

    public bool Likely(double probability) => Chance.NextDouble() < probability;

    public T One<T>(IReadOnlyList<T> list) => list[(int)(Chance.NextDouble() * list.Count)];
}
