namespace HostedSingleton.Benchmarks;

/// <summary>One registration after the other, among four nodes in four processes.</summary>
internal sealed class RegisterRow() : Row("register", "register one name after the other, 4 nodes")
{
    private const double Erlang = 715;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var server = await bench.StartRedisAsync();
        await using var node = await BenchNode.StartAsync(server.Endpoint, "bench", "driver");
        await using var alone = await BenchNode.StartAsync(null, "bench-in-memory", "alone");
        await using var raw = await RawNode.ConnectAsync(server.Endpoint, "bench", "raw");
        await raw.JoinAsync();
        await using var b = await ChildNode.StartAsync("follow", server.Endpoint, "bench", "b");
        await using var c = await ChildNode.StartAsync("follow", server.Endpoint, "bench", "c");
        await using var d = await ChildNode.StartAsync("follow", server.Endpoint, "bench", "d");
        var (times, set, script, own) = (bench.Times(3000, 500), new List<double>(), new List<double>(), new List<double>());
        var (registers, unregisters) = (new List<double>(), new List<double>());
        for (var i = -times / 2; i < times; i++)
        {
            // One after the other in each round, so that all see the same machine.
            var a = await Clock.MicrosOf(() => raw.Database.StringSetAsync($"raw-{i}", "raw", when: StackExchange.Redis.When.NotExists));
            var call = raw.Register($"raw-{i}");
            var e = await Clock.MicrosOf(() => raw.EvaluateAsync(call));
            var m = await Clock.MicrosOf(() => alone.Registry.TryRegisterAsync($"name-{i}"));
            GlobalRegistration? registration = null;
            var r = await Clock.MicrosOf(async () => registration = (await node.Registry.TryRegisterAsync($"name-{i}")).Registration);
            var u = await Clock.MicrosOf(() => node.Registry.UnregisterAsync(registration!));
            if (i >= 0)
            {
                set.Add(a);
                script.Add(e);
                own.Add(m);
                registers.Add(r);
                unregisters.Add(u);
            }
        }

        var memory = Figure("register, the store in memory", "µs", own) with { Limit = "no server: what threads and machines of the node take" };
        return [.. Figures(new Sample(set), new Sample(script), Figure("register", "µs", registers), Figure("unregister", "µs", unregisters)), memory];
    }

    private static IReadOnlyList<Figure> Figures(Sample set, Sample script, Figure register, Figure unregister)
    {
        var (ofScript, ofSet, ofErlang) = (register.Values.Median / script.Median, register.Values.Median / set.Median, register.Values.Median / Erlang);
        return
        [
            Against(register, "its EVALSHA", script).Must("≤ 1.5 × its EVALSHA", ofScript <= 1.5),
            Against(register, "SET NX", set).Must("≤ 2 × SET NX", ofSet <= 2),
            register with { Limit = $"Erlang {Erlang} µs ({ofErlang:F2} ×)", Target = "≤ 1/6 of Erlang's", Passes = ofErlang <= 1 / 6.0 },
            Against(unregister, "SET NX", set),
        ];
    }

    private static Figure Against(Figure figure, string what, Sample limit) =>
        figure with { Limit = $"{what} {Table.Number(limit.Median)} µs ({figure.Values.Median / limit.Median:F2} ×)" };
}
