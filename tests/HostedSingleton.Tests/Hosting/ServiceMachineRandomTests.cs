using System.Globalization;
using HostedSingleton.Hosting;
using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Hosting;

/// <summary>HOSTEDSINGLETON_SEED repeats a run from the seed that a failure names.</summary>
public class ServiceMachineRandomTests
{
    [Fact]
    public void No_order_of_inputs_runs_two_bodies_or_claims_beside_one_or_lets_go_twice()
    {
        var first = Environment.GetEnvironmentVariable("HOSTEDSINGLETON_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000_000);
        for (var seed = first; seed < first + (Rounds.Or(5) * 2_000); seed++)
        {
            Live(seed);
        }
    }

    private static void Live(int seed)
    {
        var random = new Random(seed);
        var policy = new ServicePolicy((WhenTaken)random.Next(3), (WhenConflicted)random.Next(2), (WhenFaulted)random.Next(2), (WhenCompleted)random.Next(3), (WhenIsolated)random.Next(2));
        var world = new ServiceWorld(policy, random);
        try
        {
            world.Live(random.Next(120));
        }
        catch (Exception broken)
        {
            throw new InvalidOperationException($"Seed {seed}, {policy}: {broken.Message}{Environment.NewLine}{world.History}", broken);
        }
    }
}
