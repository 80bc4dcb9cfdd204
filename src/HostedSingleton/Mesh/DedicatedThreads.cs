namespace HostedSingleton.Mesh;

/// <summary>Threads of the library's own: a starved pool, or a user's callback that hangs, holds up no beat.</summary>
internal sealed class DedicatedThreads : INodeThreads
{
    public IAgentLoop Loop(string name, TimeProvider time, Func<TimeSpan> wake) => new AgentLoop(name, time, wake);

    public ICallbackLanes Callbacks(string name) => new CallbackThreads(name);
}
