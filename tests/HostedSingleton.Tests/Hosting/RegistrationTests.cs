using HostedSingleton.Diagnostics;
using HostedSingleton.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Tests.Hosting;

public class RegistrationTests
{
    [GlobalName("named.by.attribute")]
    private sealed class Named : ScriptedService;

    private sealed class Other : ScriptedService;

    private sealed class Keyed([ServiceKey] string name) : ScriptedService
    {
        public string Key { get; } = name;
    }

    private sealed class Captive(Scoped scoped) : ScriptedService
    {
        public Scoped Scoped { get; } = scoped;
    }

    private sealed class Scoped;

    [Fact]
    public async Task A_services_name_is_that_of_its_attribute_or_else_its_type()
    {
        var builder = Hosts.Builder();
        builder.Services.AddGlobalHostedService<Named>().AddGlobalHostedService<ScriptedService>();
        using var host = builder.Build();
        await host.StartAsync();

        Assert.Equal(["ScriptedService", "named.by.attribute"], (await NamesAsync(host, 2)).Order(StringComparer.Ordinal));
        await host.StopAsync();
    }

    [Fact]
    public async Task One_class_serves_several_names_and_may_ask_for_its_own()
    {
        var builder = Hosts.Builder();
        builder.Services.AddHostedSingleton().AddGlobalHostedService<Keyed>("a").AddGlobalHostedService<Keyed>("b").AddGlobalHostedService<Keyed>(o => o.Name = "c");
        using var host = builder.Build();
        await host.StartAsync();

        Assert.Equal(["a", "b", "c"], (await NamesAsync(host, 3)).Order(StringComparer.Ordinal));
        Assert.Equal("b", host.Services.GetRequiredKeyedService<Keyed>("b").Key);
        await host.StopAsync();
    }

    [Fact]
    public void The_same_service_under_the_same_name_is_added_once()
    {
        var builder = Hosts.Builder();
        builder.Services.AddHostedSingleton();
        builder.Services.AddHostedSingleton();
        builder.Services.AddGlobalHostedService<Keyed>("a").AddGlobalHostedService<Keyed>("a").AddGlobalHostedService<Keyed>(o => o.Name = "a");
        using var host = builder.Build();

        Assert.Single(host.Services.GetServices<IHostedService>().OfType<GlobalBackgroundService>());
        Assert.Equal(2, host.Services.GetServices<IHostedService>().Count());
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "b")]
    public async Task Two_services_with_one_name_fail_the_start_and_are_both_named(string first, string second)
    {
        var builder = Hosts.Builder(("HostedSingleton:Services:b:Name", "a"));
        builder.Services.AddGlobalHostedService<Keyed>(first).AddGlobalHostedService<Other>(second);

        var error = await builder.StartErrorAsync();

        Assert.Contains("The global name 'a' is given to", error.Message);
        Assert.Contains(typeof(Keyed).FullName!, error.Message);
        Assert.Contains(typeof(Other).FullName!, error.Message);
    }

    [Fact]
    public async Task A_global_service_added_as_an_ordinary_one_fails_the_start_before_any_body_runs()
    {
        var builder = Hosts.Builder();
        builder.Services.AddGlobalHostedService<Named>().AddHostedService<Other>();
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains("Replace AddHostedService<Other>() with AddGlobalHostedService<Other>()", error.Message);
        Assert.Null(host.Services.GetRequiredKeyedService<Named>("named.by.attribute").ExecuteTask);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\there")]
    public void A_name_that_is_none_is_refused_at_once(string name)
    {
        var builder = Hosts.Builder();

        Assert.Contains("global name", Assert.Throws<ArgumentException>(() => builder.Services.AddGlobalHostedService<Named>(name)).Message);
        Assert.Throws<ArgumentException>(() => builder.Services.AddGlobalHostedService<Named>(new string('x', 256)));
        Assert.Throws<ArgumentException>(() => builder.Services.AddGlobalHostedService<Named>((string)null!));
    }

    [Fact]
    public void Building_the_container_still_finds_a_scoped_dependency()
    {
        var builder = Hosts.Builder();
        builder.Services.AddScoped<Scoped>();
        builder.Services.AddGlobalHostedService<Captive>();

        var error = Assert.ThrowsAny<Exception>(builder.Build);

        Assert.Contains(nameof(Scoped), error.ToString());
    }

    [Fact]
    public void Building_the_container_still_finds_a_missing_dependency()
    {
        var builder = Hosts.Builder();
        builder.Services.AddGlobalHostedService<Captive>();

        Assert.Contains(nameof(Scoped), Assert.ThrowsAny<Exception>(builder.Build).ToString());
    }

    [Fact]
    public async Task Two_stores_fail_the_start_and_both_choices_are_named()
    {
        var builder = Hosts.Builder();
        builder.Services.AddHostedSingleton().UseInMemory().UseStore(_ => new InMemoryMeshStore(), verb: "UseElsewhere");

        var error = await builder.StartErrorAsync();

        Assert.Contains("UseInMemory and UseElsewhere", error.Message);
    }

    [Fact]
    public void The_same_store_chosen_twice_is_one_choice()
    {
        var builder = Hosts.Builder();
        var shared = new InMemoryMeshStore();
        builder.Services.AddHostedSingleton().UseInMemory(shared).UseInMemory(shared);
        using var host = builder.Build();

        Assert.NotNull(host.Services.GetRequiredService<IGlobalRegistry>());
    }

    [Fact]
    public void Without_a_name_a_mesh_is_application_and_environment_and_a_node_is_one_of_its_kind()
    {
        var builder = Hosts.Builder();
        builder.Services.AddHostedSingleton();
        using var host = builder.Build();
        var mesh = host.Services.GetRequiredService<INodeMesh>();

        Assert.Equal("orders.staging", mesh.Name);
        Assert.Matches($"^{Environment.MachineName}-{Environment.ProcessId}-[a-z]{{4}}$", mesh.Self.Name);
    }

    [Fact]
    public async Task The_start_log_tells_the_settings_the_store_and_what_KeepRunning_allows()
    {
        var builder = Hosts.Builder();
        builder.Services.AddGlobalHostedService<Named>().AddGlobalHostedService<Other>(o => o.WhenIsolated = WhenIsolated.Stop);
        using var host = builder.Build();
        await host.StartAsync();
        var lines = host.Services.GetFakeLogCollector().GetSnapshot();

        Assert.Contains("'orders.staging'", Line(EventIds.HostSettings));
        Assert.Contains("guards this process only", Line(EventIds.StoreIsInMemory));
        Assert.StartsWith("'named.by.attribute': WhenIsolated is KeepRunning", Line(EventIds.HostKeepRunningDefault));
        await host.StopAsync();

        string Line(int id) => Assert.Single(lines, line => line.Id.Id == id).Message;
    }

    [Fact]
    public async Task A_host_that_fails_to_start_leaves_no_node_and_no_body_behind()
    {
        var store = new InMemoryMeshStore();
        var builder = Hosts.Builder();
        builder.Services.AddHostedSingleton(o => o.Mesh = "m").UseInMemory(store).AddGlobalHostedService<Named>();
        builder.Services.AddHostedService<FailsToStart>();
        var host = builder.Build();
        var service = host.Services.GetRequiredKeyedService<Named>("named.by.attribute");
        await Assert.ThrowsAsync<NotSupportedException>(() => host.StartAsync());

        await ((IAsyncDisposable)host).DisposeAsync().AsTask().Happens("the host to be disposed of");

        Assert.True(service.ExecuteTask!.IsCompleted);
        Assert.Equal(service.All.Count(e => e == "running"), service.All.Count(e => e == "stopped"));
    }

    private static async Task<IReadOnlyCollection<string>> NamesAsync(IHost host, int count)
    {
        var registry = host.Services.GetRequiredService<IGlobalRegistry>();
        await Eventually.Holds(() => registry.RegisteredNames.Count == count, Soon.Limit, $"{count} registered names");
        return [.. registry.RegisteredNames.Select(name => name.Value)];
    }

    private sealed class FailsToStart : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
