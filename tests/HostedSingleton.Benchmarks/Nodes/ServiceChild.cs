using System.Diagnostics;
using HostedSingleton.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace HostedSingleton.Benchmarks;

/// <summary>A process with one service whose body tells of its token, and of the process' own life.</summary>
internal static class ServiceChild
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);

    /// <summary>Runs until it is killed.</summary>
    public static async Task RunAsync(ChildSettings settings)
    {
        var started = new DateTimeOffset(Process.GetCurrentProcess().StartTime.ToUniversalTime());
        var main = Micros.Now;
        await using var node = await BenchNode.StartAsync(
            settings.Redis,
            settings.Mesh,
            settings.Node,
            add: mesh => mesh.AddGlobalHostedService<Body>("body", o => (o.WhenIsolated, o.Resolver) = (settings.WhenIsolated, Resolvers.KeepNewest)),
            set: o => (o.Lease, o.Beat) = (settings.Lease, settings.Beat));
        Child.Say("joined");
        Child.Say("times", Micros.Of(started), main, await Body.Running.Task);
        if (settings.Mode == "pause")
        {
            new Thread(WatchPauses) { IsBackground = true, Priority = ThreadPriority.Highest }.Start();
        }

        // The first while is the compiler's, which makes hot code faster.
        await Task.Delay(Settle);
        while (true)
        {
            var live = GC.GetTotalMemory(forceFullCollection: true);
            var (cpu, bytes, at) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: false), Clock.Now);
            await Task.Delay(Span);
            var seconds = Clock.MicrosSince(at) / 1e6;
            Child.Say("steady", (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / seconds * 100, (GC.GetTotalAllocatedBytes(precise: false) - bytes) / seconds, live);
        }
    }

    /// <summary>Tells when the process goes on after it was stopped: the first instruction that a user's thread runs.</summary>
    private static void WatchPauses()
    {
        for (var last = Clock.Now; ;)
        {
            Thread.Sleep(1);
            var now = Clock.Now;
            if (TimeProvider.System.GetElapsedTime(last, now) > Gap)
            {
                Child.Say("resumed", Micros.Now);
            }

            last = now;
        }
    }

    private sealed class Body : GlobalBackgroundService
    {
        public static TaskCompletionSource<long> Running { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            Running.TrySetResult(Micros.Now);
            Child.Say("running", Micros.Now);
            await using var cancelled = stoppingToken.Register(() => Child.Say("cancelled", Micros.Now));
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        protected override Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken)
        {
            Child.Say("conflict", Micros.Now);
            return Task.CompletedTask;
        }
    }
}
