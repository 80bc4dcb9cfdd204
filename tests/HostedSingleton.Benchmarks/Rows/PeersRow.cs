using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>The same jobs on other libraries, which are projects of their own, so that a package that is missing breaks nothing else.</summary>
internal sealed class PeersRow(string peer, string title) : WorkersRow("peers", $"{title}: SIGTERM and kill -9, its own defaults")
{
    /// <summary>Those that can be built; the others are named.</summary>
    public static async Task<IReadOnlyList<Row>> BuiltAsync()
    {
        var rows = new List<Row>();
        foreach (var (peer, title) in new[] { ("DistributedLock", "DistributedLock.Redis"), ("Akka", "Akka.NET's cluster singleton") })
        {
            if (await BuildAsync(peer) is { } trouble)
            {
                Bench.Say($"{title} is left out: {trouble}");
            }
            else
            {
                rows.Add(new PeersRow(peer, title));
            }
        }

        return rows;
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var setup = await DefaultsAsync(bench) with { Program = ProgramOf(peer) };
        await using var cluster = await StartAsync(setup);
        var handovers = await EndOwnersAsync(cluster, bench.Times(5, 2), Signal.Terminate, (ended, next, _) => next.Start - ended.End!.Value);
        var crashes = await EndOwnersAsync(cluster, bench.Times(3, 1), Signal.Kill, (_, next, sent) => next.Start - sent);
        return [Figure($"{peer}: SIGTERM, stopped → next running", "ms", handovers), Figure($"{peer}: kill -9 → next running", "ms", crashes)];
    }

    private static async Task<string?> BuildAsync(string peer)
    {
        await using var build = ChildProcess.Start("dotnet", ["build", FolderOf(peer), "-c", "Release", "--nologo", "-v", "q"]);
        return await build.Exited == 0 ? null : build.Tail;
    }

    private static string ProgramOf(string peer) => Path.Combine(FolderOf(peer), "bin", "Release", "net10.0", $"{peer}Peer.dll");

    /// <summary>…/tests/HostedSingleton.Benchmarks/bin/Release/net10.0/ is where this program is.</summary>
    private static string FolderOf(string peer) => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../HostedSingleton.Benchmarks.Peers", peer));
}
