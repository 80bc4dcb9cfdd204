using System.Globalization;
using HostedSingleton.Mutations;

// Puts deliberate faults into copies of the sources and lets the nets look for them. From the top of the tree, with its tests built in Release:
// dotnet run --project tests/HostedSingleton.Mutations -c Release -- [--only=word] [--seeds=1500]
// Its exit code is 0 only where every one was caught.
var options = args.Select(a => a.TrimStart('-').Split('=', 2)).ToDictionary(a => a[0], a => a.Length > 1 ? a[1] : "true");
var chosen = MutationList.All.Where(m => m.Claim.Contains(options.GetValueOrDefault("only", ""), StringComparison.Ordinal)).ToArray();
var work = Directory.CreateTempSubdirectory("hs-mutations-");
try
{
    var run = new MutationRun(Directory.GetCurrentDirectory(), work.FullName, int.Parse(options.GetValueOrDefault("seeds", "1500"), CultureInfo.InvariantCulture));
    var missed = run.Run(chosen);
    Console.WriteLine($"{chosen.Length} mutations, {missed.Count} missed.");
    return missed.Count == 0 ? 0 : 1;
}
finally
{
    work.Delete(recursive: true);
}
