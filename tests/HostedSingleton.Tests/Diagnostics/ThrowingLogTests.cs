using HostedSingleton.TestKit;
using HostedSingleton.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Tests.Diagnostics;

/// <summary>A log that is out of order decides nothing.</summary>
public sealed class ThrowingLogTests
{
    private readonly InMemoryMeshStore _store = new();

    [Fact]
    public async Task Services_run_are_handed_over_and_end_where_every_line_they_log_throws()
    {
        using var first = await StartAsync("running");
        using var second = await StartAsync("standby");

        await first.StopAsync().Within(Soon.Limit, "the first host to stop");

        await Service(second).UntilAsync("running");
        await second.StopAsync().Within(Soon.Limit, "the second host to stop");
    }

    private static ScriptedService Service(IHost host) => host.Services.GetRequiredKeyedService<ScriptedService>(nameof(ScriptedService));

    private async Task<IHost> StartAsync(string until)
    {
        var builder = Hosts.Builder();
        builder.Logging.AddProvider(new ThrowingProvider());
        builder.Services.AddHostedSingleton(o => o.Mesh = "log").UseInMemory(_store).AddGlobalHostedService<ScriptedService>();
        var host = builder.Build();
        await host.StartAsync();
        await Service(host).UntilAsync(until);
        return host;
    }

    /// <summary>Throws at each line of the library's; the host has lines of its own.</summary>
    private sealed class ThrowingProvider : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith(nameof(HostedSingleton), StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new NotSupportedException("no scope");

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new NotSupportedException("no log");

        public void Dispose()
        {
        }
    }
}
