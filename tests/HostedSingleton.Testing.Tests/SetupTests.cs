using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HostedSingleton.Testing.Tests;

public class SetupTests
{
    [Fact]
    public async Task What_an_application_adds_for_itself_runs_as_it_is_on_the_beds_store_clock_and_names()
    {
        await using var bed = await SingletonTestBed.StartAsync(2, node => AddMyApplication(node.Services));

        Assert.Equal("node1", (await bed.RunsOnceAsync("first")).Node.Name);
        Assert.Equal("node1", (await bed.RunsOnceAsync("second")).Node.Name);
        Assert.Equal(["node1", "node2"], bed["node2"].Mesh.Nodes.Select(node => node.Id.Name).Order());
        Assert.NotSame(TimeProvider.System, bed["node1"].Services.GetRequiredService<TimeProvider>());

        static void AddMyApplication(IServiceCollection services)
        {
            services.AddSingleton(TimeProvider.System).AddSingleton<Diary>();
            services.AddHostedSingleton(o => o.Node = "the-machine").UseInMemory(new InMemoryMeshStore());
            services.AddGlobalHostedService<Poller>("first");
            services.AddGlobalHostedService<Poller>("second");
        }
    }

    [Fact]
    public async Task With_several_names_a_wait_must_say_which()
    {
        await using var bed = await SingletonTestBed.StartAsync<Poller>(1, node =>
        {
            node.Services.AddSingleton<Diary>();
            node.Services.AddGlobalHostedService<Poller>("first").AddGlobalHostedService<Poller>("second");
        });

        var error = await Assert.ThrowsAsync<ArgumentException>(() => bed.RunsOnAsync("node1"));

        Assert.Contains("first, second", error.Message, StringComparison.Ordinal);
        await bed.RunsOnAsync("node1", "second");
    }

    [Fact]
    public async Task Nodes_may_differ()
    {
        await using var bed = await SingletonTestBed.StartAsync<Poller>(2, node =>
        {
            node.Services.AddSingleton<Diary>();
            node.Services.AddGlobalHostedService<Poller>(o => (o.Priority, o.Resolver) = (node.Node == "node1" ? 2 : 1, Resolvers.KeepHighestPriority));
        });
        bed["node1"].Cut();
        await bed.RunsOnAsync("node2");

        bed["node1"].Heal();

        Assert.Equal("node1", (await bed.ConflictToldAsync("node2")).Winner?.Node.Name);
        Assert.Equal("node1", (await bed.RunsOnceAsync()).Node.Name);
    }

    [Fact]
    public async Task Islands_meet_when_the_test_connects_them()
    {
        await using var bed = await SingletonTestBed.StartAsync<Poller>(2, node =>
        {
            node.Services.AddSingleton<Diary>();
            node.Services.AddHostedSingleton(o => (o.ConnectAtStart, o.AllowIsolatedRegistration) = (false, true));
        });
        await bed.RunsOnAsync("node1");
        await bed.RunsOnAsync("node2");

        await bed["node1"].Mesh.ConnectAsync(TestContext.Current.CancellationToken);
        await bed["node2"].Mesh.ConnectAsync(TestContext.Current.CancellationToken);
        var winner = (await bed.RunsOnceAsync()).Node;

        Assert.Single(bed.Nodes.Single(node => node != winner).Conflicts);
        Assert.Empty(winner.Conflicts);
        Assert.Equal("Test", bed["node1"].Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostEnvironment>().EnvironmentName);
        Assert.Equal("node1", bed["node1"].Services.GetRequiredService<IOptions<HostedSingletonOptions>>().Value.Node);
    }
}
