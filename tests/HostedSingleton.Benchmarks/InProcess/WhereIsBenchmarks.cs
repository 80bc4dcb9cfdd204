using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Benchmarks;

/// <summary>The public look-up, on a store in memory.</summary>
[MemoryDiagnoser]
public class WhereIsBenchmarks
{
    private IHost _host = null!;
    private IGlobalRegistry _registry = null!;
    private GlobalName _name;

    /// <summary>Starts a node that owns ten thousand names.</summary>
    [GlobalSetup]
    public async Task StartAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHostedSingleton(o => o.Mesh = "bench").UseInMemory();
        _host = builder.Build();
        await _host.StartAsync();
        _registry = _host.Services.GetRequiredService<IGlobalRegistry>();
        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => _registry.RegisterAsync($"name-{i}")));
        _name = "name-5000";
    }

    /// <summary>Who has a name.</summary>
    [Benchmark]
    public bool WhereIs() => _registry.WhereIs(_name) is not null;

    /// <summary>Stops the node.</summary>
    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
