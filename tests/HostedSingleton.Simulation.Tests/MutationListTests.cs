using HostedSingleton.Mutations;

namespace HostedSingleton.Simulation.Tests;

/// <summary>The deliberate faults fit the sources, and one of each net is caught. That each is caught takes longer; the command for it stands on the design page.</summary>
public sealed class MutationListTests
{
    /// <summary>As many as the program that tries all of them takes.</summary>
    private const int Seeds = 1500;

    public static TheoryData<string> Claims => [.. MutationList.All.Select(m => m.Claim)];

    [Theory]
    [MemberData(nameof(Claims))]
    public void Each_deliberate_fault_fits_the_sources_in_one_place(string claim)
    {
        var mutation = MutationList.All.Single(m => m.Claim == claim);
        Assert.NotEqual(mutation.Find, mutation.Instead);
        Assert.NotNull(mutation.FileBelow(Path.Combine(Repository, "src")));
    }

    [Fact]
    public void There_are_twenty_at_least_and_the_simulation_must_catch_most() =>
        Assert.True(MutationList.All.Count(m => m.Net == Net.Simulation) >= 20, "The simulation is the net for most.");

    [Theory]
    [InlineData(nameof(Net.Simulation))]
    [InlineData(nameof(Net.Tests))]
    public void One_that_nobody_has_chosen_is_caught(string net)
    {
        var faults = MutationList.All.Where(m => $"{m.Net}" == net).ToArray();
        var chosen = faults[Random.Shared.Next(faults.Length)];
        TestContext.Current.TestOutputHelper?.WriteLine(chosen.Claim);
        var work = Directory.CreateTempSubdirectory("hs-mutation-");
        try
        {
            Assert.Empty(new MutationRun(Repository, work.FullName, Seeds).Run([chosen]).Select(missed => missed.Claim));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "HostedSingleton.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException($"No HostedSingleton.sln above {AppContext.BaseDirectory}.");
            }

            return folder.FullName;
        }
    }
}
