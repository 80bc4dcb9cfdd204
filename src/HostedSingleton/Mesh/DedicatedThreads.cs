using Microsoft.Extensions.Logging;

namespace HostedSingleton.Mesh;

/// <summary>
/// Threads of the library's own: a starved pool, or a user's callback that hangs, holds up no beat. What is thrown there ends no thread and takes no host
/// down; it is logged.
/// </summary>
internal sealed partial class DedicatedThreads(ILogger logger) : INodeThreads
{
    private readonly ILogger _logger = logger;

    public IAgentLoop Loop(string name, TimeProvider time, Func<TimeSpan> wake) => new AgentLoop(name, time, wake, fault => Report(name, fault));

    public ICallbackLanes Callbacks(string name) => new CallbackThreads(name, fault => Report(name, fault));

    private void Report(string thread, Exception fault)
    {
        try
        {
            LogFault(thread, fault);
        }
#pragma warning disable CA1031 // A logger that throws may be what was reported, and there is nobody else to tell.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
