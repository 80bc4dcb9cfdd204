namespace HostedSingleton.OddWorker;

/// <summary>Resolvers that do not do their work.</summary>
internal static class OddResolvers
{
    /// <summary>The resolver of an oddity, or null where there is nothing odd about it.</summary>
    public static GlobalNameResolver? Of(Oddity oddity, TimeProvider time) => oddity switch
    {
        Oddity.ResolverThrows => GlobalNameResolver.Create("Throws", (_, _) => throw new InvalidOperationException("The resolver throws.")),
        Oddity.ResolverHangs => GlobalNameResolver.Create("Hangs", async (_, _) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, CancellationToken.None);
            return null;
        }),
        _ => null,
    };
}
