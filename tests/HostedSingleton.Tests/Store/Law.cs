namespace HostedSingleton.Tests.Store;

/// <summary>Something that must be true; what is said of a breach is only made when there is one.</summary>
internal static class Law
{
    public static void Holds(bool holds, Func<string> breach)
    {
        if (!holds)
        {
            Assert.Fail(breach());
        }
    }

    public static void Distinct<T>(IReadOnlyCollection<T> items, Func<string> where) =>
        Holds(items.Distinct().Count() == items.Count, () => $"{where()} has one of these twice: {string.Join(", ", items)}.");
}
