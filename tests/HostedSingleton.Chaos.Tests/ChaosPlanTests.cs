namespace HostedSingleton.Chaos.Tests;

public class ChaosPlanTests
{
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

    private static ChaosPlan Plan(int seed) => new(seed, ["a", "b", "c", "d", "e", "f"], TimeSpan.FromSeconds(2), FaultKinds.OfStore);

    private static string Text(int seed) => string.Join('\n', Plan(seed).Storms().Take(3).SelectMany(storm => storm).SelectMany(lane => lane.Faults.Select(fault => $"{lane.Target} {fault}")));
}
