using System.Globalization;
using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>Erlang's own <c>:global</c> on this machine, where its benchmark is there.</summary>
internal static class Erlang
{
    private const string Script = "shared/bench/erlang/run.sh";

    /// <summary>Runs it with three nodes beside the driver, and with one for the heal; nothing where it is not there.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        if (Find() is not { } script)
        {
            Bench.Say($"Erlang is left out: there is no ../{Script}.");
            return [];
        }

        return [.. await RunAsync(script, 3), .. (await RunAsync(script, 1)).Where(figure => figure.What.Contains("heal", StringComparison.Ordinal))];
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(string script, int nodes)
    {
        Bench.Say($"erlang: {nodes + 1} nodes");
        var said = new List<string>();
        await using var program = ChildProcess.Start("/usr/bin/env", ["bash", script, $"{nodes}"], said.Add);
        await program.Exited;
        program.WaitForLastLine(TimeSpan.FromSeconds(10));
        var figures = said.Select(line => line.Split(' ')).Where(words => words.Length == 2 && double.TryParse(words[1], CultureInfo.InvariantCulture, out _))
            .Select(words => new Figure("erlang", words[0], "", Sample.Of(double.Parse(words[1], CultureInfo.InvariantCulture)))).ToArray();
        if (figures.Length == 0)
        {
            Bench.Say($"Erlang is left out: {program.Tail}");
        }

        return figures;
    }

    /// <summary>Beside the repository.</summary>
    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, Script) is var path && File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
