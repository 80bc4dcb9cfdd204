using HostedSingleton;

namespace Documentation.Watching;

internal static class Examples
{
    public static async Task RunAsync(IGlobalRegistry registry, INodeMesh mesh, CancellationToken cancellationToken)
    {
        #region watch
        await foreach (var happened in registry.WatchAsync("reports.nightly", cancellationToken))
            Console.WriteLine($"{happened.Kind}: {happened.Former} -> {happened.Owner}");

        // Ends with the registration that owns the name now: Erlang's monitor on a pid.
        var end = await registry.MonitorAsync("reports.nightly", cancellationToken);

        await foreach (var happened in mesh.WatchAsync(cancellationToken))
            Console.WriteLine($"{happened.Kind} {happened.Node} {happened.Reason}");
        #endregion
        _ = end;
    }
}
