using HostedSingleton;

namespace Documentation.Locking;

internal static class Examples
{
    public static async Task RunAsync(IGlobalLocks locks, CancellationToken cancellationToken)
    {
        #region lock
        // Waits in line, runs under the lock, lets it go.
        await locks.TransAsync("orders/4711", (held, lost) => ShipAsync(held.FencingToken, lost), cancellationToken: cancellationToken);

        // Asks once; with a timeout it stands in line for so long.
        await using var month = await locks.TryAcquireAsync("month-end", cancellationToken: cancellationToken);
        if (month is null)
            return; // Another has it: locks.HolderOf("month-end") says who.
        #endregion
    }

    private static Task ShipAsync(FencingToken token, CancellationToken lost) =>
        token > FencingToken.None ? Task.CompletedTask : Task.FromCanceled(lost);
}
