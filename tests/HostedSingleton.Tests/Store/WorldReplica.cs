using HostedSingleton.Store;
using HostedSingleton.Store.Memory;
using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

/// <summary>A replica that hears every event: it must always show what the pages show.</summary>
internal sealed class WorldReplica
{
    private readonly MemoryMesh _mesh;
    private StoreTable _table = new();
    private long _generation;
    private long _version;
    private int _checks;

    public WorldReplica(MemoryMesh mesh)
    {
        _mesh = mesh;
        mesh.Listen(Hear);
    }

    public void Check(MemoryState state)
    {
        if (state.Generation != _generation)
        {
            (_generation, _version) = (state.Generation, state.Version);
            _table = Read();
        }

        Assert.Equal(state.Version, _version);
        if (++_checks % 16 == 0)
        {
            Assert.Equal(Read().Describe(), _table.Describe());
        }
    }

    private void Hear(EventBatch batch)
    {
        if (batch.Generation != _generation)
        {
            return;
        }

        foreach (var change in batch.Events)
        {
            Assert.Equal(_version + 1, change.Version);
            _version = change.Version;
        }

        _table.Apply(batch.Events);
    }

    private StoreTable Read()
    {
        var table = new StoreTable();
        var cursor = 0L;
        do
        {
            var page = Assert.IsType<PageReply>(_mesh.Execute(new PageCommand(_generation, cursor, 2)));
            table.Apply([.. page.Nodes, .. page.Names]);
            cursor = page.Next;
        }
        while (cursor != 0);
        return table;
    }
}
