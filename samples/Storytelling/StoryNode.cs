using HostedSingleton;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Storytelling;

/// <summary>One node of a story: a whole host of its own.</summary>
public sealed class StoryNode : IAsyncDisposable
{
    private readonly IHost _host;

    /// <summary>Puts its host together.</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="add">Adds what it hosts.</param>
    public StoryNode(string name, Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedSingleton(o => o.Node = name);
        add(builder.Services);
        (Name, _host) = (name, builder.Build());
    }

    public string Name { get; }

    public INodeMesh Mesh => _host.Services.GetRequiredService<INodeMesh>();

    public IGlobalRegistry Registry => _host.Services.GetRequiredService<IGlobalRegistry>();

    /// <summary>The node that this node believes to have a name.</summary>
    public string? WhereIs(GlobalName name) => Registry.WhereIs(name)?.Node.Name;

    public Task StartAsync(CancellationToken limit) => _host.StartAsync(limit);

    public Task StopAsync(CancellationToken limit) => _host.StopAsync(limit);

    public async ValueTask DisposeAsync() => await ((IAsyncDisposable)_host).DisposeAsync();
}
