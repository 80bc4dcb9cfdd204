using HostedSingleton;

namespace Documentation.OwnResolver;

internal static class Examples
{
    public static GlobalNameResolver Make()
    {
        #region resolver
        var keepOurDatacentre = GlobalNameResolver.Create("KeepOurDatacentre", async (clash, cancellationToken) =>
        {
            var primary = await PrimaryDatacentreAsync(cancellationToken);
            return clash.Mine.Labels.GetValueOrDefault("dc") == primary ? clash.Mine : clash.Theirs; // or null: neither keeps it
        });
        #endregion
        return keepOurDatacentre;
    }

    private static ValueTask<string> PrimaryDatacentreAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<string>(cancellationToken) : ValueTask.FromResult("north");
}
