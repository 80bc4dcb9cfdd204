namespace HostedSingleton.Testing.Tests;

/// <summary>A service whose work is to answer: its body returns at once.</summary>
public sealed class Answerer : GlobalBackgroundService
{
    public Answerer() => Answer<string, int>((text, _) => Task.FromResult(text.Length));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
