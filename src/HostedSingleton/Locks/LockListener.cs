using HostedSingleton.Registry;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Locks;

/// <summary>Hears of one claim on a lock: its first answer becomes a task; a loss shows in the registration itself.</summary>
internal sealed partial class LockListener(ILogger logger) : IClaimListener
{
    private readonly ILogger _logger = logger;
    private readonly TaskCompletionSource<GlobalRegistration?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GlobalRegistration? _registration;

    /// <summary>Ends when the lock is granted, or, with null, when it was asked for once and another has it.</summary>
    public Task<GlobalRegistration?> Answer => _answer.Task;

    public void OnQueued(GlobalOwner? owner)
    {
    }

    public void OnTaken(GlobalOwner owner) => _answer.TrySetResult(null);

    public void OnOwned(GlobalRegistration registration)
    {
        _registration = registration;
        _answer.TrySetResult(registration);
        LogGranted(registration.Name, registration.Id, registration.FencingToken);
    }

    public void OnLost(GlobalNameConflict conflict)
    {
    }

    public void OnIsolated()
    {
        if (_registration is { } lost)
        {
            LogIsolated(lost.Name, lost.Id, lost.FencingToken);
        }
    }
}
