using HostedSingleton.Mesh;

namespace HostedSingleton.Testing;

/// <summary>A node's threads: all of them are the bed's one.</summary>
internal sealed class BedThreads(NodeLife life) : INodeThreads
{
    public IAgentLoop Loop(string name, TimeProvider time, Func<TimeSpan> wake) => new BedLoop(life, time, wake);

    public ICallbackLanes Callbacks(string name) => new BedLanes(life);
}
