using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>Measures the rows one after the other, and reports.</summary>
internal static class Runner
{
    private static readonly Row[] Rows =
    [
        new RegisterRow(), new ThroughputRow(), new SendRow(), new WhereIsRow(), new TerminateRow(), new KillRow(), new ConnectionRow(), new StopRow(), new PauseRow(),
        new QuietRow(), new HealRow(), new ReturnRow(), new RestRow(), new ScaleRow(), new BlockRow(), new SteadyRow(),
    ];

    /// <summary>Runs what was asked for. The exit code is 1 where a figure missed its target or a row broke off.</summary>
    public static async Task<int> RunAsync(Options options)
    {
        if (options.Help || options.List)
        {
            Console.WriteLine(options.Help ? Options.Usage : string.Join(Environment.NewLine, Rows.Select(row => $"{row.Name,-12}{row.Title}")));
            return 0;
        }

        var chosen = options.Only.Count == 0 ? Rows : [.. options.Only.Where(name => name.Length > 0).Select(Find)];
        var figures = new List<Figure>();
        var broken = false;
        foreach (var row in chosen)
        {
            broken |= !await TryAsync(row, options, figures);
        }

        foreach (var row in options.Peers ? await PeersRow.BuiltAsync() : [])
        {
            broken |= !await TryAsync(row, options, figures);
        }

        if (options.Erlang)
        {
            figures.AddRange(await Erlang.RunAsync());
        }

        var machine = Machine.This(await RedisVersionAsync());
        await ReportAsync(options, machine, figures);
        return broken || figures.Exists(figure => figure.Passes == false) ? 1 : 0;
    }

    private static Row Find(string name) =>
        Array.Find(Rows, row => row.Name == name) ?? throw new ArgumentException($"There is no row '{name}'. --list prints them.");

    private static async Task<bool> TryAsync(Row row, Options options, List<Figure> figures)
    {
        Bench.Say($"{row.Name}: {row.Title}");
        await using var bench = new Bench(options);
        try
        {
            figures.AddRange(await row.RunAsync(bench));
            return true;
        }
#pragma warning disable CA1031 // The other rows are measured all the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Bench.Say($"{row.Name} broke off: {e}");
            return false;
        }
    }

    private static async Task ReportAsync(Options options, Machine machine, IReadOnlyList<Figure> figures)
    {
        if (options.Json != "")
        {
            Console.WriteLine($"{machine}{Environment.NewLine}{Environment.NewLine}{Table.Of(figures)}");
        }

        if (options.Json is { } json)
        {
            var text = Json.Of(machine, figures);
            await (json == "" ? Console.Out.WriteLineAsync(text) : File.WriteAllTextAsync(json, text));
        }

        if (options.Figures is { } folder)
        {
            Directory.CreateDirectory(folder);
            foreach (var picture in figures.Where(figure => figure.Draws).GroupBy(figure => figure.Picture))
            {
                await File.WriteAllTextAsync(Path.Combine(folder, $"{picture.Key}.svg"), Svg.Of(TitleOf(picture.Key), [.. picture]));
            }
        }
    }

    private static string TitleOf(string picture) => picture switch
    {
        "failover" => "How long a name has no runner",
        "heal" => "How long after the heal the loser is told",
        _ => picture,
    };

    private static async Task<string> RedisVersionAsync()
    {
        var said = new List<string>();
        await using var server = ChildProcess.Start("redis-server", ["--version"], said.Add);
        await server.Exited;
        server.WaitForLastLine(TimeSpan.FromSeconds(5));
        return said.FirstOrDefault()?.Split(' ').FirstOrDefault(word => word.StartsWith("v=", StringComparison.Ordinal))?.Replace("v=", "Redis ", StringComparison.Ordinal) ?? "Redis";
    }
}
