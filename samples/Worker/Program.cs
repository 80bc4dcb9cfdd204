using HostedSingleton;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Worker;

// One process of many that host the same services. Start it several times on one Redis, and each name runs in exactly one of them.
try
{
    var settings = new ConfigurationBuilder().AddCommandLine(args).Build().Get<WorkerSettings>(o => o.ErrorOnUnknownConfiguration = true) ?? new WorkerSettings();
    return await RunAsync(settings);
}
catch (Exception wrong) when (wrong is OptionsValidationException or ArgumentException or InvalidOperationException)
{
    // The configuration's own messages say where something is wrong, and only their cause says what.
    var cause = wrong.GetBaseException().Message;
    await Console.Error.WriteLineAsync(wrong.Message.Contains(cause, StringComparison.Ordinal) ? wrong.Message : $"{wrong.Message} {cause}");
    return 2;
}

static async Task<int> RunAsync(WorkerSettings settings)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.ClearProviders().AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss.ffffff "));
    builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    builder.Services.AddSingleton(settings).AddSingleton(TimeProvider.System).AddSingleton<EventWriter>().AddSingleton<MeshReporter>().AddSingleton<Sink>();

    var mesh = builder.Services.AddHostedSingleton(settings.Apply);
    _ = settings.Redis is { } redis ? mesh.UseRedis(redis) : mesh.UseInMemory();
    foreach (var name in settings.ServiceNames)
    {
        mesh.AddGlobalHostedService<Poller>(name, settings.Apply);
    }

    using var host = builder.Build();
    var reporting = host.Services.GetRequiredService<MeshReporter>().ReportAsync();
    await host.StartAsync();
    var services = host.Services.GetServices<IHostedService>().OfType<GlobalBackgroundService>().ToList();
    await host.WaitForShutdownAsync();

    // The store may be out of reach, and then there is no goodbye to report.
    await reporting.WaitAsync(TimeSpan.FromSeconds(0.5), TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    return services.Exists(service => service.ExecuteTask is { IsFaulted: true }) ? 1 : 0;
}
