using System.Globalization;
using HostedSingleton.Simulation;

// Runs many seeds, or replays one: --first=1 --seeds=1000 | --seed=42 [--trace]
var options = args.Select(a => a.TrimStart('-').Split('=', 2)).ToDictionary(a => a[0], a => a.Length > 1 ? a[1] : "true");
int Option(string name, int fallback) => options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
var first = Option("seed", Option("first", 1));
var seeds = options.ContainsKey("seed") ? 1 : Option("seeds", 1000);
int? nodes = options.ContainsKey("nodes") ? Option("nodes", 3) : null;
var (total, failed) = (new SimCounts(), 0);
var began = TimeProvider.System.GetTimestamp();
for (var seed = first; seed < first + seeds; seed++)
{
    try
    {
        total.Add(SimRun.Run(seed, options.ContainsKey("trace") ? Console.WriteLine : null, nodes));
    }
    catch (SimViolation violation)
    {
        failed++;
        Console.WriteLine(violation.Message);
    }
}

var elapsed = TimeProvider.System.GetElapsedTime(began);
Console.WriteLine($"{seeds} seeds from {first}: {failed} broken; {total}; {total.Steps / Math.Max(1e-9, elapsed.TotalMinutes):N0} steps a minute.");
return failed == 0 ? 0 : 1;
