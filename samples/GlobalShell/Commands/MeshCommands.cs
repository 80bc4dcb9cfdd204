namespace GlobalShell.Commands;

/// <summary>The verbs about nodes.</summary>
internal static class MeshCommands
{
    public static IEnumerable<ShellCommand> All =>
    [
        new("nodes", "", "the other nodes of the mesh; Node.list", 0, NodesAsync),
        new("connect", "", "joins the mesh; names held on both sides clash; Node.connect", 0, ConnectAsync),
        new("disconnect", "", "leaves the mesh for an island, keeping the names; Node.disconnect", 0, DisconnectAsync),
        new("drain", "", "hands over what the services of this node run, and stands by no more", 0, DrainAsync),
        new("undrain", "", "lets the services of this node ask for their names again", 0, UndrainAsync),
    ];

    private static Task<string> NodesAsync(ShellContext shell, string[] words, CancellationToken stop) =>
        Task.FromResult($"[{string.Join(", ", shell.Mesh.Nodes.Where(node => node.Id != shell.Mesh.Self).Select(node => node.Id.Name).Order(StringComparer.Ordinal))}]");

    private static async Task<string> ConnectAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        await shell.Mesh.ConnectAsync(stop);
        return "true";
    }

    private static async Task<string> DrainAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        await shell.Services.DrainAsync(stop);
        return "ok";
    }

    private static Task<string> UndrainAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        shell.Services.Undrain();
        return Task.FromResult("ok");
    }

    private static async Task<string> DisconnectAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        await shell.Mesh.DisconnectAsync(stop);
        return "true";
    }
}
