using HostedSingleton.OddWorker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Worker;

// A worker as the sample's, with one thing wrong about it: --Oddity=…
var configuration = new ConfigurationBuilder().AddCommandLine(args).Build();
var worker = configuration.Get<WorkerSettings>()!;
var odd = configuration.Get<OddSettings>()!;

var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders().AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss.ffffff "));
builder.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = odd.ShutdownTimeout);
builder.Services.AddSingleton(worker).AddSingleton(odd).AddSingleton(TimeProvider.System).AddSingleton<EventWriter>().AddSingleton<MeshReporter>().AddSingleton<Starver>();

var mesh = builder.Services.AddHostedSingleton(options =>
{
    worker.Apply(options);
    options.ResolverTimeout = odd.Limit;
}).UseRedis(worker.Redis!);
foreach (var name in odd.Locks > 0 ? [] : worker.ServiceNames)
{
    mesh.AddGlobalHostedService<OddService>(name, options =>
    {
        worker.Apply(options);
        options.Resolver = OddResolvers.Of(odd.Oddity, TimeProvider.System) ?? options.Resolver;
        (options.ConflictGracePeriod, options.HookTimeout) = (odd.Limit, odd.Limit);
    });
}

using var host = builder.Build();
if (odd.Locks > 0)
{
    await host.StartAsync();
    await ActivatorUtilities.CreateInstance<Contender>(host.Services).RunAsync(Console.In);
    await host.StopAsync();
    return;
}

_ = host.Services.GetRequiredService<MeshReporter>().ReportAsync();
host.Services.GetRequiredService<Starver>().Arm();
await host.RunAsync();
