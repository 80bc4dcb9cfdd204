using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>A test that starts workers: what it started ends with it, and where it fails its whole history is printed.</summary>
/// <remarks>With <c>HOSTEDSINGLETON_HISTORIES=folder</c> in the environment each history is kept there too, also of a test that passed.</remarks>
public abstract class EndToEndTest(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly List<Cluster> _clusters = [];
    private readonly List<RedisServer> _servers = [];

    /// <summary>Where figures go.</summary>
    protected ITestOutputHelper Output => output;

    /// <summary>A Redis of the test's own, to be broken.</summary>
    protected async Task<RedisServer> StartRedisAsync(params string[] arguments) => Own(await RedisServers.StartAsync(arguments));

    /// <summary>Disposes of the server when the test ends.</summary>
    protected RedisServer Own(RedisServer server)
    {
        _servers.Add(server);
        return server;
    }

    /// <summary>Workers of a mesh of their own.</summary>
    protected Cluster NewCluster(WorkerSetup setup)
    {
        _clusters.Add(new Cluster(setup));
        return _clusters[^1];
    }

    /// <summary>Fails with the complaints, if there are any.</summary>
    protected static void MustBeNone(IEnumerable<string> complaints) => Assert.Empty(complaints);

    /// <summary>Two copies of no name ever ran at one time, no token fell, and nobody told nonsense.</summary>
    protected static void MustHaveRunOneByOne(Cluster cluster)
    {
        MustBeNone(cluster.History.Faults());
        MustBeNone(cluster.History.Names.SelectMany(name => Verdicts.Overlaps(cluster.History.Runs(name))));
        MustHaveGrowingTokens(cluster);
    }

    /// <summary>No token fell, and nobody told nonsense.</summary>
    protected static void MustHaveGrowingTokens(Cluster cluster)
    {
        MustBeNone(cluster.History.Faults());
        MustBeNone(cluster.History.Names.SelectMany(name => Verdicts.Tokens(cluster.History.Runs(name))));
    }

    /// <summary>Lives through an outage; all runs go on, and no other begins, while it lasts and until the store has settled.</summary>
    protected static async Task MustMoveNothing(Cluster cluster, Func<Task> outage)
    {
        var before = cluster.Names.Select(name => Assert.Single(cluster.History.Open(name))).ToArray();
        cluster.History.Mark("the outage begins");
        await outage();
        cluster.History.Mark("the outage is over");

        await Cluster.PassAsync(2 * cluster.Setup.Lease);

        Assert.Equal(before.Select(run => run.Id), cluster.Names.Select(name => cluster.History.Runs(name)[^1].Id));
        Assert.All(before, run => Assert.Single(cluster.History.Open(run.Name)));
        await using var observer = await Observer.StartAsync("observer", cluster.Setup, cluster.History);
        Assert.Equal(before.Select(run => cluster[run.Worker].Node), before.Select(run => observer.WhereIs(run.Name)));
    }

    /// <summary>How often something is done: few times by default, and of 100 rounds as often as is said here.</summary>
    protected static int Times(int usual, int ofHundred) => Rounds.Or(0) is > 0 and var rounds ? Math.Max(1, ofHundred * rounds / 100) : usual;

    /// <summary>Waits until a worker has logged a text, in whatever case.</summary>
    protected static Task MustLog(WorkerProcess worker, string text) => Eventually.Holds(
        () => Task.FromResult(worker.HasExited || worker.Log.Contains(text, StringComparison.OrdinalIgnoreCase)),
        Cluster.Patience,
        () => $"{worker.Id} to log '{text}'; it logged:{Environment.NewLine}{worker.Log}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _clusters)
        {
            await cluster.DisposeAsync();
            await ReportAsync(cluster);
        }

        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private async Task ReportAsync(Cluster cluster)
    {
        var (test, folder) = (TestContext.Current.Test?.TestDisplayName, Environment.GetEnvironmentVariable("HOSTEDSINGLETON_HISTORIES"));
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            output.WriteLine(cluster.Describe());
        }

        if (!string.IsNullOrEmpty(folder))
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, $"{test}-{cluster.Setup.Mesh}.txt"), cluster.Describe());
        }
    }
}
