using System.Globalization;
using HostedSingleton.Simulation;

// Runs many seeds: --first=1 --seeds=1000 [--until-broken]. Replays one: --seed=42 [--nodes=3] [--keep=3,7] [--trace] [--hash].
// A seed that breaks a law is shrunk to fewer mishaps, and the command that shows it is printed.
var options = args.Select(a => a.TrimStart('-').Split('=', 2)).ToDictionary(a => a[0], a => a.Length > 1 ? a[1] : "true");
int Option(string name, int fallback) => options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
var first = Option("seed", Option("first", 1));
var seeds = options.ContainsKey("seed") ? 1 : Option("seeds", 1000);
var sim = new SimOptions
{
    Trace = options.ContainsKey("trace") ? Console.WriteLine : null,
    Nodes = options.ContainsKey("nodes") ? Option("nodes", 3) : null,
    Keep = options.TryGetValue("keep", out var keep) ? keep.Split(',').Select(k => int.Parse(k, CultureInfo.InvariantCulture)).ToHashSet() : null,
};
if (options.ContainsKey("hash"))
{
    Console.WriteLine(SimTrace.HashOf(first, sim));
    return 0;
}

var (total, failed) = (new SimCounts(), 0);
var began = TimeProvider.System.GetTimestamp();
for (var seed = first; seed < first + seeds; seed++)
{
    try
    {
        total.Add(SimRun.Run(seed, sim));
    }
    catch (SimViolation violation)
    {
        failed++;
        Console.WriteLine(violation.Message);
        if (options.ContainsKey("until-broken"))
        {
            return 1;
        }

        if (sim.Keep is null && failed <= 5)
        {
            var shrinker = new SimShrinker(seed, sim.Nodes);
            var shrunk = shrinker.Shrink(violation);
            Console.WriteLine($"    shrunk to {shrunk.Happened.Count} of {violation.Happened.Count} mishaps: {shrunk.Message}");
            Console.WriteLine($"    {shrinker.Replay(shrunk)}");
        }
    }
}

var elapsed = TimeProvider.System.GetElapsedTime(began);
Console.WriteLine($"{seeds} seeds from {first}: {failed} broken; {total}; {total.Steps / Math.Max(1e-9, elapsed.TotalMinutes):N0} steps a minute.");
return failed == 0 ? 0 : 1;
