using HostedSingleton;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Documentation.Health;

#region health
class MeshHealth(INodeMesh mesh) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(mesh.State switch
        {
            MeshState.Joined => HealthCheckResult.Healthy(),
            MeshState.Left => HealthCheckResult.Unhealthy("This node has left for good. Restart the process."),
            // An outage of Redis moves nothing; a restart would. So do not restart for it.
            var state => HealthCheckResult.Degraded($"This node is not in its mesh: it is {state}."),
        });
}
#endregion
