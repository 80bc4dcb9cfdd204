using Microsoft.Extensions.Hosting;

namespace HostedSingleton;

/// <summary>A background service that runs in exactly one replica.</summary>
public abstract class GlobalBackgroundService : BackgroundService;
