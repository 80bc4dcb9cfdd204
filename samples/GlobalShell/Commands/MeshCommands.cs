namespace GlobalShell.Commands;

/// <summary>The verbs about nodes.</summary>
internal static class MeshCommands
{
    public static IEnumerable<ShellCommand> All =>
    [
        new("nodes", "", "the other nodes of the mesh; Node.list", 0, NodesAsync),
        new("connect", "", "joins the mesh; names held on both sides clash; Node.connect", 0, ConnectAsync),
        new("disconnect", "", "leaves the mesh for an island, keeping the names; Node.disconnect", 0, DisconnectAsync),
        new("drain", "[node]", "has the services of this node, or of another, hand over what they run and stand by no more", 0, DrainAsync),
        new("undrain", "[node]", "lets them ask for their names again", 0, UndrainAsync),
    ];

    private static Task<ShellAnswer> NodesAsync(ShellContext shell, string[] words, CancellationToken stop) =>
        Task.FromResult<ShellAnswer>($"[{string.Join(", ", shell.Mesh.Nodes.Where(node => node.Id != shell.Mesh.Self).Select(node => node.IsDraining ? $"{node.Id.Name} (drains)" : node.Id.Name).Order(StringComparer.Ordinal))}]");

    private static async Task<ShellAnswer> ConnectAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        await shell.Mesh.ConnectAsync(stop);
        return "true";
    }

    private static async Task<ShellAnswer> DrainAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        if (words.Length > 0)
        {
            return Said(await shell.Services.DrainAsync(shell.NodeOf(words[0]), stop));
        }

        await shell.Services.DrainAsync(stop);
        return "ok";
    }

    private static async Task<ShellAnswer> UndrainAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        if (words.Length > 0)
        {
            return Said(await shell.Services.UndrainAsync(shell.NodeOf(words[0]), stop));
        }

        shell.Services.Undrain();
        return "ok";
    }

    private static string Said(bool isUp) => isUp ? "ok" : "no: that node is not up";

    private static async Task<ShellAnswer> DisconnectAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        await shell.Mesh.DisconnectAsync(stop);
        return "true";
    }
}
