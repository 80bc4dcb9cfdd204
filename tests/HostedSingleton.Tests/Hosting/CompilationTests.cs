using System.Runtime;
using HostedSingleton.Hosting;

namespace HostedSingleton.Tests.Hosting;

public sealed class CompilationTests
{
    [Theory]
    [InlineData(typeof(Plain), 2)]
    [InlineData(typeof(Asynchronous), 4)]
    [InlineData(typeof(OfSome<int>), 3)]
    [InlineData(typeof(Confusing), 1)]
    public void What_a_service_runs_first_is_compiled_before_and_not_run(Type service, int methods)
    {
        Compilation.Prepare(typeof(Bare));
        var before = JitInfo.GetCompiledMethodCount(currentThread: true);
        Compilation.Prepare(service);
        var compiled = JitInfo.GetCompiledMethodCount(currentThread: true) - before;
        Assert.True(compiled >= methods, $"{compiled} methods were compiled, and {service} has {methods} that run first.");
    }

    [Fact]
    public void A_service_that_leaves_its_body_to_those_derived_from_it_is_no_trouble() => Compilation.Prepare(typeof(Bare));

    private abstract class Bare : GlobalBackgroundService;

    private sealed class Plain : GlobalBackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => throw new InvalidOperationException("It ran.");

        protected override Task OnRegisteredAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("It ran.");
    }

    private sealed class Asynchronous : GlobalBackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Task.FromException(new InvalidOperationException("It ran."));

        protected override async Task OnRegisteredAsync(CancellationToken cancellationToken) => await Task.FromException(new InvalidOperationException("It ran."));
    }

    private sealed class Confusing : GlobalBackgroundService
    {
        private new string Registration { get; } = "";

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => throw new InvalidOperationException($"It ran {Registration}.");

        internal static Task ExecuteAsync<T>(CancellationToken stoppingToken) => Task.FromCanceled<T>(stoppingToken);
    }

    private sealed class OfSome<T> : GlobalBackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Task.FromException(new InvalidOperationException($"It ran for {typeof(T)}."));

        protected override Task OnRegisteredAsync(CancellationToken cancellationToken) => throw new InvalidOperationException($"It ran for {typeof(T)}.");
    }
}
