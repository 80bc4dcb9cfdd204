using HostedSingleton.Mutations;

namespace HostedSingleton.Simulation.Tests;

/// <summary>The deliberate faults fit the sources. That each is caught takes longer; the command for it stands on the page of the tests.</summary>
public sealed class MutationListTests
{
    public static TheoryData<string> Claims => [.. MutationList.All.Select(m => m.Claim)];

    [Theory]
    [MemberData(nameof(Claims))]
    public void Each_deliberate_fault_fits_the_sources_in_one_place(string claim)
    {
        var mutation = MutationList.All.Single(m => m.Claim == claim);
        Assert.NotEqual(mutation.Find, mutation.Instead);
        Assert.NotNull(mutation.FileBelow(Source));
    }

    [Fact]
    public void There_are_twenty_at_least_and_the_simulation_must_catch_most() =>
        Assert.True(MutationList.All.Count(m => m.Net == Net.Simulation) >= 20, "The simulation is the net for most.");

    private static string Source
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "HostedSingleton.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException($"No HostedSingleton.sln above {AppContext.BaseDirectory}.");
            }

            return Path.Combine(folder.FullName, "src");
        }
    }
}
