using HostedSingleton.Registry;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>A registration is a handle of one grant, and of no other.</summary>
public sealed class HandleTests
{
    private static readonly GlobalName Poller = "poller";

    [Fact]
    public async Task Disposing_of_a_registration_lost_by_isolation_does_not_let_go_the_one_that_came_after_it()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        await mesh.SettleAsync();
        var listener = new ClaimLog();
        var claim = a.Names.Claim(Poller, new ClaimRequest(ClaimMode.Wait, new GlobalRegistrationOptions { WhenIsolated = WhenIsolated.Stop }), listener);
        var first = await listener.NextOwned();
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(TestMesh.Lease);
        await listener.Hears("isolated");
        claim.Requeue();
        a.Link.IsCut = false;
        await mesh.AdvanceAsync(TestMesh.Lease);
        var second = await listener.NextOwned();
        Assert.NotEqual(first.Id, second.Id);

        await first.DisposeAsync().AsTask().Done("the release of a registration that is lost");
        await mesh.IdleAsync();
        Assert.Equal(second.Id, a.Registry.WhereIs(Poller)?.Id);
        await second.DisposeAsync().AsTask().Done("the release");
        await mesh.IdleAsync();
        Assert.Null(a.Registry.WhereIs(Poller));
    }

    [Fact]
    public async Task Disposing_twice_is_harmless()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var owned = await a.Register(Poller).Granted();
        await owned.DisposeAsync().AsTask().Done("the release");
        var next = await a.Register(Poller).Granted();
        await owned.DisposeAsync().AsTask().Done("the second release");
        Assert.Equal(next.Id, a.Registry.WhereIs(Poller)?.Id);
    }
}
