using System.Globalization;
using HostedSingleton.Chaos;

// Breaks real workers and real servers: --minutes=30 --seed=42 [--history=FILE]. Judges a history again: --check=FILE.
// It ends with exit code 0 only if no promise was broken. A history is kept where it was asked for, and where something is broken.
var given = args.Select(a => a.TrimStart('-').Split('=', 2)).ToDictionary(a => a[0], a => a.Length > 1 ? a[1] : "true");
if (given.Keys.Except(["minutes", "seed", "history", "check"]).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"Unknown option '{unknown}'; there are --minutes=, --seed=, --history= and --check=.");
    return 2;
}

var seed = given.TryGetValue("seed", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next(1, 1_000_000_000);
var options = new ChaosOptions
{
    Seed = seed,
    Minutes = double.Parse(given.GetValueOrDefault("minutes", "2"), CultureInfo.InvariantCulture),
    History = given.GetValueOrDefault("check") ?? given.GetValueOrDefault("history") ?? Path.Combine(Path.GetTempPath(), $"chaos-{seed}.jsonl"),
};
if (!given.ContainsKey("check"))
{
    Console.WriteLine($"Seed {seed}, {options.Minutes} minutes.");
    await ChaosRun.RunAsync(options, Console.WriteLine);
}

var report = ChaosReport.Of(options.History);
Console.WriteLine();
Console.WriteLine(report);
if (report.IsClean && !given.ContainsKey("history") && !given.ContainsKey("check"))
{
    options.Forget();
}
else
{
    Console.WriteLine($"The history: {options.History}. Judge it again: dotnet run --project tests/HostedSingleton.Chaos -c Release -- --check={options.History}");
}

if (!report.IsClean)
{
    Console.WriteLine(FormattableString.Invariant($"Do the same again: {options.Replay}"));
}

return report.IsClean ? 0 : 1;
