using HostedSingleton.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Testing;

/// <summary>One life of a node: what would be a process. After a crash nothing of it goes on.</summary>
internal sealed class NodeLife
{
    private volatile bool _isDead;

    public NodeLife(SingletonTestBed bed, TestBedNode node)
    {
        (Bed, Node, Flow) = (bed, node, bed.FlowContext);
        Clock = new BedClock(bed.Line, this);
        Context = new NodeContext(this);
        Log = new LogTail(Clock);
    }

    public SingletonTestBed Bed { get; }

    public TestBedNode Node { get; }

    public ExecutionContext Flow { get; }

    public TimeProvider Clock { get; }

    public SynchronizationContext Context { get; }

    public LogTail Log { get; }

    /// <summary>Its host; set before anything of it runs.</summary>
    public IHost Host { get; set; } = null!;

    /// <summary>Its link to the store, once the host has opened it.</summary>
    public IStoreLink? Link { get; set; }

    public bool IsDead => _isDead;

    public bool IsCut => Node.IsCut;

    public INodeMesh Mesh => Host.Services.GetRequiredService<INodeMesh>();

    /// <summary>Runs something of it on the bed's thread.</summary>
    public void Post(Action work) => Bed.Thread.Post(this, work);

    /// <summary>Begins something of it on the bed's thread. What it awaits comes back there.</summary>
    public Task RunAsync(Func<Task> work)
    {
        var begun = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => begun.SetResult(AwaitAsync(work)));
        return begun.Task.Unwrap();
    }

    /// <summary>Ends it without a word: its connection closes, and nothing of it runs any more.</summary>
    public void Crash()
    {
        _isDead = true;
        _ = Link?.DisposeAsync().AsTask();
    }

    private static async Task AwaitAsync(Func<Task> work) => await work();
}
