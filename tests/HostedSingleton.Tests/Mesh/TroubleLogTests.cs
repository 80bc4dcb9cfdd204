using HostedSingleton.Diagnostics;
using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Mesh;

/// <summary>What is logged of a store that gives no answer.</summary>
public sealed class TroubleLogTests
{
    [Fact]
    public async Task Two_kinds_of_trouble_that_take_turns_are_each_said_once_until_the_node_is_in_again()
    {
        await using var mesh = new TestMesh();
        var node = await mesh.StartAsync("a");
        var joins = 0;
        node.Link.LosesCommand = command => command is BeatCommand || (command is JoinCommand && ++joins % 2 == 0);
        node.Link.LosesAnswer = command => command is JoinCommand;

        await mesh.AdvanceAsync(4 * TestMesh.Lease);
        Assert.True(joins > 4, $"There were {joins} joins.");
        Assert.Equal(2, Told());

        node.Link.LosesCommand = node.Link.LosesAnswer = _ => false;
        await mesh.AdvanceAsync(TestMesh.Lease);
        Assert.Equal(MeshState.Joined, node.Mesh.State);
        node.Link.IsCut = true;
        await mesh.AdvanceAsync(TestMesh.Lease);
        Assert.Equal(3, Told());

        int Told() => node.Log.GetSnapshot().Count(record => record.Id.Id == EventIds.StoreUnreachable);
    }
}
