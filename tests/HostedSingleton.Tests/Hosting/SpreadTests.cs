using HostedSingleton.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Tests.Hosting;

/// <summary>Hosts that share their services.</summary>
public class SpreadTests
{
    private const int Names = 9;

    private readonly InMemoryMeshStore _store = new();

    [Fact]
    public async Task Hosts_that_come_take_their_share_and_what_a_host_leaves_is_shared_anew()
    {
        using var first = await StartAsync();
        await Shared(Names, first);
        using var second = await StartAsync();
        using var third = await StartAsync();
        await Shared(3, first, second, third);

        await second.StopAsync();

        await Eventually.Holds(() => Running(first) + Running(third) == Names && Running(first) is 4 or 5, Soon.Limit, "two hosts to share what three had");
    }

    private static Task Shared(int share, params IHost[] hosts) =>
        Eventually.Holds(() => hosts.All(host => Running(host) == share), Soon.Limit, $"{hosts.Length} hosts to run {share} services each");

    private static int Running(IHost host) => Enumerable.Range(0, Names).Count(i => host.Services.GetRequiredKeyedService<ScriptedService>($"s{i}").All.LastOrDefault() == "running");

    private async Task<IHost> StartAsync()
    {
        var builder = Hosts.Builder();
        var mesh = builder.Services.AddHostedSingleton(o => (o.Mesh, o.Lease, o.Beat) = ("spread", TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(0.1))).UseInMemory(_store);
        for (var i = 0; i < Names; i++)
        {
            mesh.AddGlobalHostedService<ScriptedService>($"s{i}", o => o.Placement = Placement.Spread);
        }

        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
