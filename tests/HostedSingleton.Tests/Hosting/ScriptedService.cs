using System.Collections.Concurrent;
using System.Threading.Channels;

namespace HostedSingleton.Tests.Hosting;

/// <summary>A global service whose body and hooks do what the test says, and which tells each thing that happens to it.</summary>
public class ScriptedService : GlobalBackgroundService
{
    private readonly Channel<string> _happened = Channel.CreateUnbounded<string>();

    public ConcurrentQueue<string> All { get; } = [];

    public Func<CancellationToken, Task> Body { get; set; } = token => Task.Delay(Timeout.Infinite, token);

    public Func<CancellationToken, Task> OnStandby { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> OnRegistered { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> OnConflict { get; set; } = _ => Task.CompletedTask;

    public GlobalRegistration Held => Registration;

    /// <summary>For bodies that take their time to stop.</summary>
    public TaskCompletionSource MayStop { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<bool> Fits { get; set; } = () => true;

    protected override bool CanRunHere => Fits();

    public void FitsAnew() => CanRunHereChanged();

    public void Progress() => ReportProgress();

    /// <summary>Waits for what happens next, and says what that is.</summary>
    public async Task<string> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        try
        {
            return await _happened.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Nothing more happened to the service within 10 seconds. So far: {string.Join(", ", All)}.");
        }
    }

    /// <summary>Waits until something happens, passing over what comes before it.</summary>
    public async Task UntilAsync(string what)
    {
        while (await NextAsync() != what)
        {
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Tell("running");
        try
        {
            await Body(stoppingToken);
        }
        finally
        {
            Tell("stopped");
        }
    }

    protected override Task OnStandbyAsync(CancellationToken cancellationToken) => Hook("standby", OnStandby, cancellationToken);

    protected override Task OnRegisteredAsync(CancellationToken cancellationToken) => Hook("registered", OnRegistered, cancellationToken);

    protected override Task OnNameTakenAsync(GlobalOwner owner, CancellationToken cancellationToken) => Hook($"taken by {owner.Node.Name}", _ => Task.CompletedTask, cancellationToken);

    protected override Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken) => Hook("conflict", OnConflict, cancellationToken);

    private Task Hook(string name, Func<CancellationToken, Task> hook, CancellationToken cancellationToken)
    {
        Tell(name);
        return hook(cancellationToken);
    }

    private void Tell(string what)
    {
        All.Enqueue(what);
        _happened.Writer.TryWrite(what);
    }
}
