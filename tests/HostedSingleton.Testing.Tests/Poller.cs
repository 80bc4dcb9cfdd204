namespace HostedSingleton.Testing.Tests;

/// <summary>A service as an application would write it: it polls each second, by the clock of its container.</summary>
[GlobalName("poller")]
public sealed class Poller(INodeMesh mesh, Diary diary, TimeProvider time) : GlobalBackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        diary.Note($"{mesh.Self.Name} begins");
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
                diary.Note($"{mesh.Self.Name} polls");
            }
        }
        finally
        {
            diary.Note($"{mesh.Self.Name} ends");
        }
    }

    protected override async Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(0.2), time, cancellationToken);
        diary.Note($"{mesh.Self.Name} has cleaned up");
    }
}
