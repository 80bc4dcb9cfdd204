using HostedSingleton.Mesh;

namespace HostedSingleton.Registry;

/// <summary>The edge of one claim: its listener, the lane its callbacks run on, and the registration it holds.</summary>
internal sealed class ClaimHandle(RegistryAgent agent, ClaimRequest request, IClaimListener listener) : IClaim
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isReleased;

    public ClaimRequest Request { get; } = request;

    public IClaimListener Listener { get; } = listener;

    public CallbackLane Lane { get; } = new();

    /// <summary>The claim in the machine; set in the agent's turn before anything else happens to it.</summary>
    public LocalClaim? Local { get; set; }

    /// <summary>The registration the listener was given last. In the agent's turn only.</summary>
    public GlobalRegistration? Registration { get; set; }

    /// <summary>Whether the claim has been released: the listener hears nothing any more.</summary>
    public bool IsReleased => _isReleased;

    public Task ReleaseAsync()
    {
        _isReleased = true;
        agent.Run(machine => machine.Release(Local!));
        return Task.WhenAny(_released.Task, agent.NodeEnded);
    }

    /// <summary>
    /// Lets go what is held under one registration, or asks for its body to stop first. One that was lost is not let go again in the place of what came after it.
    /// </summary>
    public Task ReleaseAsync(GlobalRegistration registration)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        agent.Run(machine =>
        {
            var isHeld = Local!.Number == registration.Id.Number;
            if (isHeld && !Listener.StopsFirst)
            {
                _isReleased = true;
                machine.Release(Local);
                return;
            }

            if (isHeld && Local.IsHeld)
            {
                agent.AskToHandOver(this);
            }

            over.SetResult();
        });
        return Task.WhenAny(_released.Task, over.Task, agent.NodeEnded);
    }

    public void Complete() => agent.Run(machine => machine.Complete(Local!));

    public void Requeue() => agent.Run(machine => machine.Requeue(Local!));

    /// <summary>The store has heard the end of this claim, or need not.</summary>
    public void End() => _released.TrySetResult();
}
