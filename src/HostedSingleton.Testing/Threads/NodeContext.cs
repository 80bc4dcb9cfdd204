namespace HostedSingleton.Testing;

/// <summary>Brings what follows an await in a node's code back to the bed's thread, so that the bed knows of it.</summary>
internal sealed class NodeContext(NodeLife life) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => life.Post(() => d(state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Current == this)
        {
            d(state);
            return;
        }

        using var done = new ManualResetEventSlim();
        life.Post(() =>
        {
            d(state);
            done.Set();
        });
        done.Wait();
    }

    public override SynchronizationContext CreateCopy() => this;
}
