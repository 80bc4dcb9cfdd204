using HostedSingleton;
using Storytelling;

namespace NameClash;

/// <summary>A GenServer as Elixir has it: it registers a global name, works, and on a clash is told, cleans up and stops.</summary>
[GlobalName("MyGlobal")]
internal sealed class MyGlobal(INodeMesh mesh, Diary<Happening> diary, TimeProvider time) : GlobalBackgroundService
{
    protected override Task OnRegisteredAsync(CancellationToken cancellationToken)
    {
        var token = Registration.FencingToken;
        Note(Happening.Registered, $"OnRegisteredAsync: yes, it has the name, {(token == FencingToken.None ? "on an island, without a fencing token" : $"with fencing token {token}")}");
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Note(Happening.Runs, "ExecuteAsync: runs");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Note(Happening.Stopped, "ExecuteAsync: has stopped");
        }
    }

    protected override async Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken)
    {
        Note(Happening.Told, $"OnGlobalNameConflictAsync: {{global_name_conflict, {conflict.Name}}}; {conflict.Resolver} chose {conflict.Winner?.Node.Name}");
        await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        Note(Happening.CleanedUp, "OnGlobalNameConflictAsync: has cleaned up");
    }

    protected override Task OnNameTakenAsync(GlobalOwner owner, CancellationToken cancellationToken)
    {
        diary.Say($"     {mesh.Self.Name}  OnNameTakenAsync: no, {owner.Node.Name} has the name");
        return Task.CompletedTask;
    }

    protected override Task OnStandbyAsync(CancellationToken cancellationToken)
    {
        Note(Happening.StandsBy, "OnStandbyAsync: stands by for the name");
        return Task.CompletedTask;
    }

    private void Note(Happening what, string text) => diary.Note(mesh.Self.Name, what, text);
}
