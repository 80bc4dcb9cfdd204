using HostedSingleton;

namespace Worker;

/// <summary>Tells what happens to the node and its mesh, until the node has left.</summary>
internal sealed class MeshReporter(INodeMesh mesh, EventWriter events)
{
    public async Task ReportAsync()
    {
        await foreach (var happened in mesh.WatchAsync())
        {
            var other = happened.Node == mesh.Self ? null : $"{happened.Node} {happened.Reason}".TrimEnd();
            events.Write(happened.Kind.ToString().ToLowerInvariant(), detail: other);
            if (happened.Kind == MeshEventKind.Left)
            {
                return;
            }
        }
    }
}
