using Microsoft.Extensions.DependencyInjection;

namespace HostedSingleton.Testing.Tests;

/// <summary>Beds as these tests need them.</summary>
internal static class Beds
{
    public static readonly TimeSpan Lease = new HostedSingletonOptions().Lease;

    public static Task<SingletonTestBed> PollersAsync(Diary? diary = null, int nodes = 2, Action<GlobalServiceOptions>? options = null) =>
        SingletonTestBed.StartAsync<Poller>(nodes, node =>
        {
            node.Services.AddSingleton(diary ?? new Diary());
            node.Services.AddGlobalHostedService<Poller>(options ?? (_ => { }));
        });

    public static Task<SingletonTestBed> ScriptedAsync(Func<TimeProvider, CancellationToken, Task> body, int nodes = 1) =>
        SingletonTestBed.StartAsync<ScriptedService>(nodes, node => node.Services.AddSingleton<Func<CancellationToken, Task>>(
            provider => stopping => body(provider.GetRequiredService<TimeProvider>(), stopping)));
}
