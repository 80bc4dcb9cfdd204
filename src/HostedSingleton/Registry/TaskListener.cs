namespace HostedSingleton.Registry;

/// <summary>Turns the first answer to a claim into a task; what happens later shows in the registration itself.</summary>
internal sealed class TaskListener : IClaimListener
{
    private readonly TaskCompletionSource<RegisterResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the name is granted or taken.</summary>
    public Task<RegisterResult> Answer => _answer.Task;

    /// <summary>Whoever awaits the answer goes on elsewhere.</summary>
    public bool OnlyNotes => true;

    public void OnQueued(GlobalOwner? owner)
    {
    }

    public void OnTaken(GlobalOwner owner) => _answer.TrySetResult(new RegisterResult(owner));

    public void OnOwned(GlobalRegistration registration) => _answer.TrySetResult(new RegisterResult(registration));

    public void OnLost(GlobalNameConflict conflict)
    {
    }

    public void OnIsolated()
    {
    }
}
