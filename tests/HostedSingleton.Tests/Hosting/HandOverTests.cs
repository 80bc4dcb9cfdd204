using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Tests.Hosting;

/// <summary>An operator has a service's name handed over.</summary>
public class HandOverTests
{
    private readonly InMemoryMeshStore _store = new();

    [Fact]
    public async Task The_owner_stops_the_heir_runs_and_the_former_owner_stands_by()
    {
        using var first = await StartAsync("running");
        using var second = await StartAsync("standby");

        Assert.True(await Registry(second).HandOverAsync(nameof(ScriptedService)));

        await Service(second).UntilAsync("running");
        await Service(first).UntilAsync("standby");
        Assert.Equal(["registered", "running", "stopped"], Service(first).All.Take(3));
        Assert.DoesNotContain("conflict", Service(first).All);

        Assert.True(await Registry(second).HandOverAsync(nameof(ScriptedService), Mesh(first).Self));
        await Service(first).UntilAsync("running");
    }

    [Fact]
    public async Task A_body_that_takes_its_time_keeps_the_name_as_long()
    {
        using var first = await StartAsync("running", body => body.Body = async token =>
        {
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await body.MayStop.Task;
        });
        using var second = await StartAsync("standby");

        Assert.True(await Registry(second).HandOverAsync(nameof(ScriptedService)));
        Assert.False(await Registry(first).HandOverAsync(nameof(ScriptedService), Mesh(first).Self));

        Assert.Equal(Mesh(first).Self, (await Registry(second).WhereIsAsync(nameof(ScriptedService)))?.Node);
        Assert.DoesNotContain("running", Service(second).All);
        Service(first).MayStop.SetResult();
        await Service(second).UntilAsync("running");
    }

    [Fact]
    public async Task A_body_that_disposes_of_its_own_registration_is_stopped_before_the_heir_runs()
    {
        using var first = await StartAsync("running", body => body.Body = async token =>
        {
            await body.MayStop.Task;
            await using (body.Held)
            {
            }

            await Task.Delay(Timeout.Infinite, token);
        });
        using var second = await StartAsync("standby");

        Service(first).MayStop.SetResult();

        await Service(second).UntilAsync("running");
        await Service(first).UntilAsync("standby");
        Assert.Equal(["registered", "running", "stopped"], Service(first).All.Take(3));
    }

    [Fact]
    public async Task A_preferred_node_takes_the_name_back()
    {
        using var first = await StartAsync("running");

        using var preferred = await StartAsync("running", configure: o => (o.Priority, o.PreferredTakesBack) = (1, true));

        await Service(first).UntilAsync("standby");
        Assert.Equal(Mesh(preferred).Self, (await Registry(first).WhereIsAsync(nameof(ScriptedService)))?.Node);
    }

    [Fact]
    public async Task A_node_of_the_same_priority_takes_nothing_back()
    {
        using var first = await StartAsync("running", configure: o => o.Priority = 1);
        using var second = await StartAsync("standby", configure: o => (o.Priority, o.PreferredTakesBack) = (1, true));
        using var third = await StartAsync("standby", configure: o => o.Priority = 2);

        Assert.True(await Registry(third).HandOverAsync(nameof(ScriptedService)));

        await Service(third).UntilAsync("running");
        Assert.DoesNotContain("running", Service(second).All);
    }

    private static ScriptedService Service(IHost host) => host.Services.GetRequiredKeyedService<ScriptedService>(nameof(ScriptedService));

    private static IGlobalRegistry Registry(IHost host) => host.Services.GetRequiredService<IGlobalRegistry>();

    private static INodeMesh Mesh(IHost host) => host.Services.GetRequiredService<INodeMesh>();

    private async Task<IHost> StartAsync(string until, Action<ScriptedService>? prepare = null, Action<GlobalServiceOptions>? configure = null)
    {
        var builder = Hosts.Builder();
        builder.Services.AddHostedSingleton(o => o.Mesh = "handover").UseInMemory(_store).AddGlobalHostedService<ScriptedService>(configure ?? (_ => { }));
        var host = builder.Build();
        prepare?.Invoke(Service(host));
        await host.StartAsync();
        await Service(host).UntilAsync(until);
        return host;
    }
}
