namespace HostedSingleton.Testing;

/// <summary>Something to do on the bed's thread, on behalf of one life of a node, or of the bed itself.</summary>
internal sealed record BedJob(NodeLife? Life, Action Work, bool IsTimer = false)
{
    /// <summary>Does it, unless its process has crashed: what waits there waits for ever.</summary>
    public void Run()
    {
        if (Life is null)
        {
            Begin();
        }
        else if (!Life.IsDead)
        {
            ExecutionContext.Run(Life.Flow, static job => ((BedJob)job!).Begin(), this);
        }
    }

    /// <summary>A timer's callback has no context, as anywhere: what awaits it elsewhere comes back by itself.</summary>
    private void Begin()
    {
        SynchronizationContext.SetSynchronizationContext(IsTimer ? null : Life?.Context);
        Work();
    }
}
