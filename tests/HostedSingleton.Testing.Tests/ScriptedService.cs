namespace HostedSingleton.Testing.Tests;

/// <summary>A service whose body the test writes.</summary>
public sealed class ScriptedService(Func<CancellationToken, Task> body) : GlobalBackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => body(stoppingToken);
}
