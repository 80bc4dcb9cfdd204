using HostedSingleton.Store;

namespace HostedSingleton.Hosting;

/// <content>Handing over all that runs here, while the node stays.</content>
internal sealed partial class MeshHost
{
    public bool IsDraining => _runtime.Agent.Drain.Word.IsDraining;

    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        LogDraining(_settings.Node);
        _runtime.Agent.SayDrain(true);
        await Task.WhenAll(FollowDrain(Runners())).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Undrain()
    {
        LogUndrained(_settings.Node);
        _runtime.Agent.SayDrain(false);
        FollowDrain(Runners());
    }

    public Task<bool> DrainAsync(NodeId node, CancellationToken cancellationToken = default) => SayAsync(node, isDraining: true, cancellationToken);

    public Task<bool> UndrainAsync(NodeId node, CancellationToken cancellationToken = default) => SayAsync(node, isDraining: false, cancellationToken);

    private async Task<bool> SayAsync(NodeId node, bool isDraining, CancellationToken cancellationToken)
    {
        LogDrainSaid(_settings.Node, node, isDraining);
        var reply = await _runtime.Agent.SayDrainAsync(node, isDraining).WaitAsync(cancellationToken).ConfigureAwait(false);
        return reply is DoneReply done ? done.Changed : throw _runtime.Agent.NoAnswer($"{(isDraining ? "drain" : "undrain")} node {node}", reply);
    }

    /// <summary>An operator has said it from elsewhere. Users' callbacks may run in what follows, so not in the agent's turn.</summary>
    private void DrainHeard() => _runtime.Begin(() =>
    {
        if (IsDraining)
        {
            LogDraining(_settings.Node);
        }
        else
        {
            LogUndrained(_settings.Node);
        }

        FollowDrain(Runners());
        return Task.CompletedTask;
    });

    /// <summary>Has services do what was said last, however many say something at once. The tasks end when they rest.</summary>
    private List<Task> FollowDrain(List<ServiceRunner> runners)
    {
        List<Task> rested;
        bool isDraining;
        do
        {
            isDraining = IsDraining;
            rested = runners.ConvertAll(runner => isDraining ? runner.DrainAsync() : runner.UndrainAsync());
        }
        while (isDraining != IsDraining);
        return rested;
    }
}
