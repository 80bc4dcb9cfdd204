using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>What a node reads of the past when it comes back is the past: the answer to its join stands.</summary>
public sealed class StaleWordTests
{
    private static readonly GlobalName Poller = "poller";

    [Theory]
    [InlineData(WhenIsolated.KeepRunning)]
    [InlineData(WhenIsolated.Stop)]
    public async Task A_grant_that_was_taken_back_while_the_node_was_cut_off_starts_nothing_at_heal(WhenIsolated whenIsolated)
    {
        var options = new GlobalRegistrationOptions { WhenIsolated = whenIsolated };
        await using var mesh = new TestMesh();
        var (a, b, c) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"), await mesh.StartAsync("c"));
        await mesh.SettleAsync();
        var first = await a.Register(Poller, options).Granted();
        var (onB, onC) = (b.Register(Poller, options), c.Register(Poller, options));
        await mesh.IdleAsync();

        // The store grants it to b, whose lease still holds, and after its end to c.
        b.Link.IsCut = true;
        await first.DisposeAsync();
        await mesh.AdvanceAsync(TestMesh.Lease + (2 * TestMesh.Beat));
        var second = await onC.Granted();

        b.Link.IsCut = false;
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        Assert.Equal(MeshState.Joined, b.Mesh.State);
        Assert.False(onB.IsCompleted, "b runs on a grant that was taken back");
        Assert.Equal(second.Id, b.Registry.WhereIs(Poller)?.Id);
    }
}
