using HostedSingleton;

namespace Documentation.Fencing;

#region fenced-service
class Settlement(Ledger ledger) : GlobalBackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var payment in ledger.UnsettledAsync(stoppingToken))
        {
            // Read the token at each write: the winner of a clash gets a new one.
            while (!ledger.Settle(payment, Registration.FencingToken))
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken); // A newer owner has written. Wait to be told who keeps the name.
        }
    }
}
#endregion

#region sink
class Ledger
{
    readonly Lock _gate = new();
    readonly HashSet<string> _settled = [];
    FencingToken _highest;

    public bool Settle(string payment, FencingToken token)
    {
        lock (_gate)
        {
            if (token < _highest)
                return false;

            _highest = token;
            _settled.Add(payment);
            return true;
        }
    }
}
#endregion

internal static class Payments
{
    public static async IAsyncEnumerable<string> UnsettledAsync(this Ledger ledger, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        yield break;
    }
}
