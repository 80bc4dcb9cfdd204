using HostedSingleton.Mesh;

namespace HostedSingleton.Simulation;

/// <summary>A simulated node's threads.</summary>
internal sealed class SimThreads(SimNode node) : INodeThreads
{
    public IAgentLoop Loop(string name, TimeProvider time, Func<TimeSpan> wake) => new SimLoop(node, wake);

    public ICallbackLanes Callbacks(string name) => new SimLanes(node);
}
