using System.Runtime.InteropServices;
using Medallion.Threading.Redis;
using Peers;
using StackExchange.Redis;

// Runs a body while it holds DistributedLock.Redis' lock, with that library's own defaults.
var teller = new Teller(args);
using var stopping = new CancellationTokenSource();
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    stopping.Cancel();
});
await using var connection = await ConnectionMultiplexer.ConnectAsync(teller["Redis"]);
var mutex = new RedisDistributedLock($"{teller["Mesh"]}:{teller["Name"]}", connection.GetDatabase());
teller.Tell("joined");
teller.Tell("standby");
try
{
    await using var handle = await mutex.AcquireAsync(cancellationToken: stopping.Token);
    teller.Tell("running");
    using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, handle.HandleLostToken);
    await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    teller.Tell("stopped");
}
catch (OperationCanceledException)
{
    // It was told to stop while it waited.
}
