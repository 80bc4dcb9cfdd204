using GlobalShell;
using HostedSingleton;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

// A shell after Elixir's iex: start it in two terminals on one Redis and play with names.
// dotnet run --project samples/GlobalShell -- --Redis=localhost:6379 --Node=node1@127.0.0.1
try
{
    await RunAsync(new ConfigurationBuilder().AddCommandLine(args).Build().Get<ShellSettings>(o => o.ErrorOnUnknownConfiguration = true) ?? new ShellSettings());
    return 0;
}
catch (Exception wrong) when (wrong is OptionsValidationException or ArgumentException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync($"{wrong.Message} {wrong.GetBaseException().Message}");
    return 2;
}

static async Task RunAsync(ShellSettings settings)
{
    var output = new ShellOutput(settings);
    using var host = Build(settings, output);
    await host.StartAsync();
    if (settings.Redis is null)
    {
        output.Event(
            "Without --Redis this shell is alone: two shells meet only in a Redis. Get one with 'docker run -p 6379:6379 redis' or 'apt install redis-server', " +
            "and start both shells with --Redis=localhost:6379.");
    }

    var services = host.Services;
    var context = new ShellContext(
        services.GetRequiredService<IGlobalRegistry>(), services.GetRequiredService<INodeMesh>(), services.GetRequiredService<IGlobalMessenger>(),
        services.GetRequiredService<IGlobalLocks>(), services.GetRequiredService<IGlobalServices>(), output);
    var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
    await new Shell(context).RunAsync(Console.In, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    await host.StopAsync();
}

static IHost Build(ShellSettings settings, ShellOutput output)
{
    var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
    builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
    builder.Services.AddSingleton(output).AddSingleton(TimeProvider.System);
    var mesh = builder.Services.AddHostedSingleton(o =>
    {
        (o.Node, o.Mesh) = (settings.Node, settings.Mesh);

        // As iex: a node is alone, and has names of its own, until it connects.
        (o.ConnectAtStart, o.AllowIsolatedRegistration) = (settings.Connect, true);
    });
    _ = settings.Redis is { } redis ? mesh.UseRedis(redis) : mesh.UseInMemory();
    if (settings.GenServer)
    {
        mesh.AddGlobalHostedService<MyGlobal>(o => (o.Resolver, o.WhenConflicted, o.WhenTaken) = (Resolvers.RandomNotify, WhenConflicted.End, WhenTaken.Skip));
    }

    return builder.Build();
}
