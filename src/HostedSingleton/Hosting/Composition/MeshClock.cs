using Microsoft.Extensions.DependencyInjection;

namespace HostedSingleton.Hosting;

/// <summary>The clock of a mesh: the application's, unless one lies in the container under the mesh's key, so that a test may move that one alone.</summary>
internal static class MeshClock
{
    public static TimeProvider Of(IServiceProvider services, string key) =>
        services.GetKeyedService<TimeProvider>(key) ?? services.GetService<TimeProvider>() ?? TimeProvider.System;
}
