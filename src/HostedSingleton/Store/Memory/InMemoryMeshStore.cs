using System.Collections.Concurrent;
using HostedSingleton.Store;
using HostedSingleton.Store.Memory;

namespace HostedSingleton;

/// <summary>
/// A store in this process's memory: for a single process, for tests and for trying things out. Hosts of one process that share one instance form a
/// mesh. It guards nothing beyond the process.
/// </summary>
public sealed class InMemoryMeshStore : IMeshStore
{
    private readonly ConcurrentDictionary<string, MemoryMesh> _meshes = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    /// <summary>Makes an empty store.</summary>
    /// <param name="time">The store's own clock.</param>
    public InMemoryMeshStore(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    string IMeshStore.Description => "memory of this process";

    /// <summary>The store of one mesh.</summary>
    internal MemoryMesh Mesh(string name) => _meshes.GetOrAdd(name, _ => new MemoryMesh(_time));

    IStoreLink IMeshStore.Open(string mesh, NodeId node, StoreTiming timing) => new MemoryLink(Mesh(mesh), node);
}
