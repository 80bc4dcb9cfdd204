using System.Collections.Concurrent;
using HostedSingleton;

namespace GlobalShell;

/// <summary>What commands work with.</summary>
/// <param name="Registry">The names.</param>
/// <param name="Mesh">The nodes.</param>
/// <param name="Messenger">The messages.</param>
/// <param name="Locks">The locks.</param>
/// <param name="Services">The services of this node.</param>
/// <param name="Output">Where to write.</param>
internal sealed record ShellContext(IGlobalRegistry Registry, INodeMesh Mesh, IGlobalMessenger Messenger, IGlobalLocks Locks, IGlobalServices Services, ShellOutput Output)
{
    /// <summary>The locks that this shell holds, in the order of their grants.</summary>
    public List<GlobalLock> Held { get; } = [];

    /// <summary>The node of a name.</summary>
    public NodeId NodeOf(string name) =>
        Mesh.Nodes.FirstOrDefault(node => node.Id.Name == name)?.Id ?? throw new ArgumentException($"There is no node '{name}' in the mesh.");

    /// <summary>The processes of this shell, by name.</summary>
    public ConcurrentDictionary<string, ShellProcess> Processes { get; } = new(StringComparer.Ordinal);
}
