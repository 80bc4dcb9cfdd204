using System.Globalization;

namespace HostedSingleton.Soak;

/// <summary>What this process has of memory, threads and handles.</summary>
internal static class ProcessFigures
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Measures after the collector has done all it can.</summary>
    public static IEnumerable<Figure> Measure(Visitors visitors)
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        yield return new Figure("managed memory, bytes", LiveBytes(), 16 * Megabyte, "arrays that pools keep for minutes; a node has 1 MB of its own, and its end is counted besides");
        yield return new Figure("resident memory, bytes", ResidentBytes(), 96 * Megabyte, "code that was compiled late, and pages that the allocators keep");
        yield return new Figure("nodes that have gone and are in memory", visitors.InMemory, 0, "");
        yield return new Figure("threads of nodes", ThreadNames().Count(name => name.StartsWith("hs-", StringComparison.Ordinal)), 2, "one that takes over a callback's lane ends a while later");
        // The pool adds threads while the machine is busy and ends them when they have idled for long: they say nothing of the library.
        yield return new Figure("threads beside the pool's", ThreadNames().Count(name => !name.StartsWith(".NET TP", StringComparison.Ordinal)), 4, "links that are being replaced");
        yield return new Figure("sockets", Handles().Count(target => target.StartsWith("socket:", StringComparison.Ordinal)), 2, "one may be being replaced");
        // The runtime keeps a handle of each assembly, and loads some late.
        yield return new Figure("handles beside assemblies", Handles().Count(target => !target.EndsWith(".dll", StringComparison.Ordinal)), 6, "as sockets");
#pragma warning disable RS0030 // Timers are counted, not made.
        yield return new Figure("timers", Timer.ActiveCount, 6, "those of requests under way");
#pragma warning restore RS0030
    }

    /// <summary>What the last collection has left alive.</summary>
    private static long LiveBytes()
    {
        var last = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return last.HeapSizeBytes - last.FragmentedBytes;
    }

    private static long ResidentBytes()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> ThreadNames() => Directory.EnumerateDirectories("/proc/self/task").Select(task => Read(Path.Combine(task, "comm"))).Where(name => name.Length > 0);

    private static IEnumerable<string> Handles() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(handle => new FileInfo(handle).LinkTarget ?? "").ToArray();

    /// <summary>A thread may end while it is looked at.</summary>
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
