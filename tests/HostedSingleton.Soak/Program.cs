using System.Globalization;
using HostedSingleton.Soak;

// Churns against a redis-server of its own and shows that all comes back to where it was: --minutes=30 or --seconds=20, [--seed=1].
// Its exit code is 0 only if it did.
var options = args.Select(a => a.TrimStart('-').Split('=', 2)).ToDictionary(a => a[0], a => a.Length > 1 ? a[1] : "true");
double Option(string name, double fallback) => options.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : fallback;
var length = options.ContainsKey("seconds") ? TimeSpan.FromSeconds(Option("seconds", 20)) : TimeSpan.FromMinutes(Option("minutes", 30));
await using var soak = new SoakRun(length, (int)Option("seed", Environment.ProcessId));
return await soak.RunAsync() ? 0 : 1;
