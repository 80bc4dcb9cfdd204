using HostedSingleton.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Mesh;

internal sealed partial class DedicatedThreads
{
    [LoggerMessage(EventIds.MeshAgentFault, LogLevel.Critical, "Thread {Thread} met an error and goes on. It is a fault of this library, please report it.",
        EventName = nameof(EventIds.MeshAgentFault))]
    private partial void LogFault(string thread, Exception fault);
}
