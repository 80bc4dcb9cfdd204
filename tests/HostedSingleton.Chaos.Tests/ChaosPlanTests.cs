namespace HostedSingleton.Chaos.Tests;

public class ChaosPlanTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(0.8);
    private static readonly IReadOnlyList<MeshSetting> Meshes =
        [new(WhenIsolated.KeepRunning, ["a", "b", "c"], ["keep"]), new(WhenIsolated.Stop, ["d", "e", "f"], ["stop"])];

    [Fact]
    public void The_same_seed_draws_the_same_storms_and_another_seed_others()
    {
        Assert.Equal(Text(7), Text(7));
        Assert.NotEqual(Text(7), Text(8));
    }

    [Fact]
    public void A_few_storms_have_every_kind_of_fault()
    {
        var drawn = Plan(3).Storms().Take(8).SelectMany(storm => storm).SelectMany(lane => lane.Faults).Select(fault => fault.Kind).ToHashSet();

        Assert.Equal(FaultKinds.OfWorkers.Concat(FaultKinds.OfStore).Order(), drawn.Order());
    }

    [Fact]
    public void Each_storm_keeps_the_owner_of_each_mesh_from_the_store_and_half_of_that_is_for_longer_than_a_lease_and_margin()
    {
        foreach (var mesh in Meshes)
        {
            var lanes = Plan(5).Storms().Take(50).Select(storm => storm.Single(lane => lane.Target == Lane.OwnerOf(mesh))).ToArray();
            var kept = lanes.SelectMany(lane => lane.Faults).Where(fault => fault.Kind.Isolates()).ToArray();

            Assert.All(lanes, lane => Assert.NotEmpty(lane.Faults));
            Assert.InRange(kept.Count(fault => fault.Length > Lease + Margin), kept.Length / 2, kept.Length - 1);
        }
    }

    private static ChaosPlan Plan(int seed) => new(seed, Meshes, Lease, Margin, FaultKinds.OfStore);

    private static string Text(int seed) => string.Join('\n', Plan(seed).Storms().Take(3).SelectMany(storm => storm).SelectMany(lane => lane.Faults.Select(fault => $"{lane.Target} {fault}")));
}
