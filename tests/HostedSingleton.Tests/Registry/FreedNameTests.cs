using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>A name freed during a split stays freed: a stale claim with an older token does not bring it back.</summary>
public sealed class FreedNameTests
{
    private static readonly GlobalName Name = "poller";

    [Fact]
    public async Task A_name_freed_by_its_owner_during_a_split_stays_freed()
    {
        await using var mesh = new TestMesh();
        var (a, b) = await CutAsync(mesh);
        var held = (await a.Log.NextOwned());
        await a.Claim.ReleaseAsync().Done("the release");
        Assert.Null(a.Node.Registry.WhereIs(Name));
        await HealAsync(mesh, a.Node);
        Assert.Null(a.Node.Registry.WhereIs(Name) ?? b.Registry.WhereIs(Name));
        Assert.False(held.Lost.IsCancellationRequested);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_name_freed_by_an_operator_during_a_split_stays_freed(bool afterTheLease)
    {
        await using var mesh = new TestMesh();
        var (a, b) = await CutAsync(mesh, afterTheLease);
        await b.Registry.UnregisterAsync(Name, Stop).Done("the operator's unregister");
        Assert.Equal(0, a.Log.Conflicts);
        await mesh.AdvanceAsync(TestMesh.Lease);
        await HealAsync(mesh, a.Node);
        var conflict = await a.Log.NextLost();
        Assert.Equal((ConflictReason.Freed, null, null), (conflict.Reason, conflict.Other, conflict.Winner));
        Assert.Null(a.Node.Registry.WhereIs(Name) ?? b.Registry.WhereIs(Name));
        Assert.Equal(1, a.Log.Conflicts);
    }

    [Fact]
    public async Task A_name_that_another_had_and_gave_up_during_a_split_stays_given_up()
    {
        await using var mesh = new TestMesh();
        var (a, b) = await CutAsync(mesh);
        await (await b.Register(Name).Granted()).DisposeAsync();
        await HealAsync(mesh, a.Node);
        var conflict = await a.Log.NextLost();
        Assert.Equal(ConflictReason.Superseded, conflict.Reason);
        Assert.Equal(b.Mesh.Self, conflict.Other!.Node);
        Assert.Null(a.Node.Registry.WhereIs(Name) ?? b.Registry.WhereIs(Name));
    }

    [Fact]
    public async Task A_name_decided_against_stays_decided_though_the_winner_has_gone()
    {
        await using var pair = await ClashedPair.ApartAsync(CustomResolverTests.Answering(clash => clash.Mine));
        pair.First.Link.LosesEvents = true;
        await pair.HealAsync();
        pair.First.Link.IsCut = true;
        await pair.SecondClaim.ReleaseAsync().Done("the release");
        await pair.Mesh.AdvanceAsync(2 * TestMesh.Lease);
        await HealAsync(pair.Mesh, pair.First);
        Assert.Equal(ConflictReason.Decided, (await pair.OnFirst.NextLost()).Reason);
        Assert.Null(pair.Second.Registry.WhereIs(ClashedPair.Name));
        Assert.Equal(1, pair.OnFirst.Conflicts);
    }

    [Fact]
    public async Task A_name_taken_by_reregister_during_a_split_stays_taken()
    {
        await using var mesh = new TestMesh();
        var (a, b) = await CutAsync(mesh, afterTheLease: false);
        var taken = await b.Registry.ReregisterAsync(Name, cancellationToken: Stop).Granted();
        await HealAsync(mesh, a.Node);
        var conflict = await a.Log.NextLost();
        Assert.Equal((ConflictReason.Replaced, taken.Id), (conflict.Reason, conflict.Winner!.Id));
        Assert.Equal(taken.Id, a.Node.Registry.WhereIs(Name)?.Id);
    }

    /// <summary>An owner that is cut off, until its lease has ended unless told.</summary>
    private static async Task<((TestNode Node, HostedSingleton.Registry.IClaim Claim, ClaimLog Log) A, TestNode B)> CutAsync(TestMesh mesh, bool afterTheLease = true)
    {
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var (claim, log) = a.Claim(Name);
        await log.Hears("owned");
        await mesh.IdleAsync();
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(afterTheLease ? 2 * TestMesh.Lease : TestMesh.Beat);
        return ((a, claim, log), b);
    }

    private static async Task HealAsync(TestMesh mesh, TestNode node)
    {
        node.Link.IsCut = false;
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
