using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>Who owns a mesh's names, as the history has it by now.</summary>
internal sealed class Ownership(History history, MeshSetting mesh)
{
    /// <summary>The node that runs most names; where two run one, who took it counts.</summary>
    /// <param name="draw">Chooses a node where none runs any.</param>
    public string OwnerNow(int draw)
    {
        var owners = mesh.Names.Select(history.Open).Where(open => open.Count > 0).Select(open => ChaosHistory.NodeOf(open.MaxBy(run => run.Start)!.Worker)).ToArray();
        return owners.Length == 0 ? mesh.Nodes[draw % mesh.Nodes.Count] : owners.CountBy(node => node).OrderBy(count => count.Key, StringComparer.Ordinal).MaxBy(count => count.Value).Key;
    }
}
