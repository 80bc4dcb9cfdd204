using HostedSingleton.Registry;

namespace HostedSingleton.Tests.Hosting;

/// <summary>One claim of a service, in the hands of the test.</summary>
internal sealed class FakeClaim(int number, ClaimRequest request, IClaimListener listener) : IClaim
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _requeued = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ClaimRequest Request { get; } = request;

    /// <summary>The thread that the last word was spoken on.</summary>
    public Thread? Teller { get; private set; }

    public Task Released => _released.Task;

    public Task Requeued => _requeued.Task;

    public Task Completed => _completed.Task;

    public Task ReleaseAsync()
    {
        _released.SetResult();
        return Task.CompletedTask;
    }

    public void Complete() => _completed.SetResult();

    public void Requeue() => _requeued.SetResult();

    public Task Queued(GlobalOwner? owner = null) => Tell(() => listener.OnQueued(owner));

    public Task Taken() => Tell(() => listener.OnTaken(Owners.Other()));

    public Task Owned() => Tell(() => listener.OnOwned(Owners.Registration(number)));

    public Task Lost(GlobalNameResolver? resolver = null) => Tell(() => listener.OnLost(Owners.Conflict(resolver)));

    public Task Isolated() => Tell(listener.OnIsolated);

    private Task Tell(Action say)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Teller = new Thread(() =>
        {
            say();
            said.SetResult();
        }) { IsBackground = true };
        Teller.Start();
        return said.Task;
    }
}
