using HostedSingleton;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NameClash;

/// <summary>One node: a whole host of its own, started unconnected, as <c>iex --name node1@127.0.0.1</c>.</summary>
internal sealed class StoryNode : IAsyncDisposable
{
    private readonly IHost _host;

    public StoryNode(string name, string mesh, Diary diary, Action<HostedSingletonBuilder> chooseStore)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(diary).AddSingleton(TimeProvider.System);
        var added = builder.Services.AddHostedSingleton(o =>
        {
            (o.Node, o.Mesh) = (name, mesh);
            (o.ConnectAtStart, o.AllowIsolatedRegistration) = (false, true);
        });
        chooseStore(added);
        added.AddGlobalHostedService<MyGlobal>();
        (Name, _host) = (name, builder.Build());
    }

    public string Name { get; }

    public INodeMesh Mesh => _host.Services.GetRequiredService<INodeMesh>();

    public IGlobalRegistry Registry => _host.Services.GetRequiredService<IGlobalRegistry>();

    /// <summary>The node that this node believes to have the name.</summary>
    public string? WhereIs => Registry.WhereIs("MyGlobal")?.Node.Name;

    public Task StartAsync(CancellationToken limit) => _host.StartAsync(limit);

    public Task StopAsync(CancellationToken limit) => _host.StopAsync(limit);

    public async ValueTask DisposeAsync() => await ((IAsyncDisposable)_host).DisposeAsync();
}
