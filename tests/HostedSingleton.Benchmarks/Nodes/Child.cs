using System.Globalization;
using HostedSingleton.TestKit;
using Microsoft.Extensions.Configuration;

namespace HostedSingleton.Benchmarks;

/// <summary>A process that a row starts.</summary>
internal static class Child
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    /// <summary>Joins, does what its mode says, and goes on until it is killed.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build().Get<ChildSettings>() ?? new ChildSettings();
        if (settings.Mode is "steady" or "pause")
        {
            await ServiceChild.RunAsync(settings);
            return 0;
        }

        if (settings.Mode == "echo")
        {
            await EchoChild.RunAsync(settings);
            return 0;
        }

        await using var node = await BenchNode.StartAsync(settings.Redis, settings.Mesh, settings.Node, set: o => (o.Lease, o.Beat) = (settings.Lease, settings.Beat));
        Say("joined");
        await (settings.Mode switch
        {
            "mass" => RegisterMassAsync(node, settings),
            "hold" => HoldAsync(node, settings),
            _ => Task.CompletedTask,
        });
        await Task.Delay(Timeout.InfiniteTimeSpan);
        return 0;
    }

    /// <summary>Says a line.</summary>
    public static void Say(string word, params object[] more) =>
        Console.WriteLine(string.Join(' ', more.Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)).Prepend(word)));

    /// <summary>Registers as fast as it can once the name 'go' is taken, and tells when it and everybody has all.</summary>
    private static async Task RegisterMassAsync(BenchNode node, ChildSettings settings)
    {
        await node.RegisterAllAsync(Enumerable.Range(0, 500).Select(i => $"warm-{settings.Node}-{i}"), settings.Window);
        Say("warm");
        await UntilAsync(() => node.Registry.WhereIs("go") is not null);
        Say("start", Micros.Now);
        await node.RegisterAllAsync(Enumerable.Range(0, settings.Names).Select(i => $"{settings.Node}-{i}"), settings.Window);
        Say("answered", Micros.Now);
        await node.Registry.RegisterAsync($"done-{settings.Node}");
        await UntilAsync(() => settings.Nodes.Split(',').All(other => node.Registry.WhereIs($"done-{other}") is not null));
        Say("all", Micros.Now);
    }

    /// <summary>Owns names, or stands by for them.</summary>
    private static async Task HoldAsync(BenchNode node, ChildSettings settings)
    {
        var names = Enumerable.Range(0, settings.Names).Select(i => $"held-{i}").ToArray();
        if (node.Registry.WhereIs(names[0]) is null)
        {
            await node.RegisterAllAsync(names, 200);
        }
        else
        {
            _ = names.Select(name => node.Registry.RegisterAsync(name)).ToArray();
            foreach (var name in new[] { names[0], names[^1] })
            {
                while ((await node.Registry.StatusOfAsync(name)).MyPlace is null)
                {
                    await Task.Delay(50);
                }
            }
        }

        Say("holding");
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(Look);
        }
    }
}
