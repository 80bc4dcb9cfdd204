using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>The transcripts of the blog, typed into two shells over Redis.</summary>
public sealed class ShellTests(RedisFixture redis, ITestOutputHelper output) : IAsyncDisposable
{
    private const string Clashing = "MyGlobalProcess";

    private readonly string _mesh = $"shell-{Guid.NewGuid():n}";
    private readonly List<ShellWindow> _windows = [];

    /// <summary>"Registering Processes Globally".</summary>
    [Fact]
    public async Task A_greeter_that_is_registered_on_node1_prints_there_what_node2_sends()
    {
        var (node1, node2) = (Open("node1@127.0.0.1"), Open("node2@127.0.0.1"));
        Assert.Equal("true", await node1.DoAsync("connect"));
        Assert.Equal("yes", await node1.DoAsync("register Greeter"));
        Assert.StartsWith("node1@127.0.0.1 (", await node1.DoAsync("whereis Greeter"), StringComparison.Ordinal);
        Assert.Equal("ok", await node1.DoAsync("send Greeter hello"));
        await node1.HearsAsync("Hello node1@127.0.0.1. Have a nice day!");
        Assert.Equal("ok", await node1.DoAsync("send Greeter goodbye"));
        await node1.HearsAsync("Goodbye node1@127.0.0.1!");

        Assert.Equal("true", await node2.DoAsync("connect"));
        Assert.Equal("[node1@127.0.0.1]", await node2.DoAsync("nodes"));
        Assert.Equal("[Greeter]", await node2.DoAsync("names"));
        Assert.Equal("ok", await node2.DoAsync("send Greeter hello"));
        await node1.HearsAsync("Hello node2@127.0.0.1. Have a nice day!");
        Assert.False(node2.HasHeard("Hello"), node2.Tail);

        Assert.Equal("Greeter has received how are you", await node2.DoAsync("call Greeter how are you"));
        Assert.Equal("no: node1@127.0.0.1 has it", await node2.DoAsync("register Greeter"));
        Assert.StartsWith("** (GlobalNameNotRegisteredException) No registration has the name 'Nobody'", await node2.DoAsync("send Nobody hello"), StringComparison.Ordinal);
        Assert.Contains("This node does not wait for it.", await node2.DoAsync("explain Greeter"), StringComparison.Ordinal);
        Assert.StartsWith("node1@127.0.0.1#", (await node2.AskAsync("explain Greeter")).GetProperty("owner").GetString(), StringComparison.Ordinal);
        Assert.Equal("ok", await node1.DoAsync("unregister Greeter"));
        Assert.Equal("undefined", await node1.DoAsync("whereis Greeter"));
    }

    [Fact]
    public async Task A_lock_is_waited_for_in_line_and_a_name_is_watched()
    {
        var (node1, node2) = (Open("node1@127.0.0.1"), Open("node2@127.0.0.1"));
        Assert.Equal("true", await node1.DoAsync("connect"));
        Assert.Equal("true", await node2.DoAsync("connect"));
        Assert.StartsWith("true, with token ", await node1.DoAsync("lock orders"), StringComparison.Ordinal);
        Assert.Equal("this shell does not hold it", await node2.DoAsync("unlock orders"));
        Assert.Equal("true", await node1.DoAsync("unlock orders"));
        Assert.StartsWith("true, with token ", await node2.DoAsync("lock orders"), StringComparison.Ordinal);

        Assert.Equal("ok", await node2.DoAsync("watch Greeter"));
        Assert.Equal("yes", await node1.DoAsync("register Greeter"));
        await node2.HearsAsync("Greeter Registered: nobody -> node1@127.0.0.1");
        Assert.Equal("no: nobody has it, or nobody else waits for it", await node2.DoAsync("handover Greeter"));
    }

    [Fact]
    public async Task A_node_is_drained_from_another_and_both_explain_it()
    {
        var (node1, node2) = (Open("node1@127.0.0.1", "--GenServer=true", "--Connect=true"), Open("node2@127.0.0.1", "--Connect=true"));
        await node1.HearsAsync("MyGlobal: :yes");
        Assert.Equal("true", await node2.DoAsync("connect"));
        await Eventually.Holds(async () => await node2.DoAsync("nodes") == "[node1@127.0.0.1]", TimeSpan.FromSeconds(20), () => "node2 to see node1");

        Assert.Equal("ok", await node2.DoAsync("drain node1@127.0.0.1"));
        await Eventually.Holds(async () => await node2.DoAsync("whereis MyGlobal") == "undefined", TimeSpan.FromSeconds(20), () => "node1 to let the name go");
        Assert.Equal("[node1@127.0.0.1 (drains)]", await node2.DoAsync("nodes"));
        Assert.Contains("This node drains", (await node1.AskAsync("explain MyGlobal")).GetProperty("whyNotMe").GetString(), StringComparison.Ordinal);

        Assert.Equal("ok", await node2.DoAsync("undrain node1@127.0.0.1"));
        await Eventually.Holds(async () => (await node2.DoAsync("whereis MyGlobal")).StartsWith("node1", StringComparison.Ordinal), TimeSpan.FromSeconds(20), () => "node1 to run it again");
        Assert.StartsWith("** (ArgumentException) There is no node 'node9'", await node2.DoAsync("drain node9"), StringComparison.Ordinal);
    }

    /// <summary>"Clash of the globally registered processes".</summary>
    [Fact]
    public async Task Under_RandomExit_one_of_two_is_killed()
    {
        var (node1, node2) = await ClashAsync("RandomExit");

        var (winner, loser) = await LoserAsync(node1, node2, $"[info] global: Name conflict terminating {{{Clashing},");
        Assert.Equal(("true", "false"), (await winner.DoAsync($"alive {Clashing}"), await loser.DoAsync($"alive {Clashing}")));
        await MustAgreeAsync(winner, loser);
    }

    /// <summary>"Resolving global name clashes".</summary>
    [Fact]
    public async Task Under_RandomNotify_one_of_two_gets_the_message_and_lives_on()
    {
        var (node1, node2) = await ClashAsync("RandomNotify");

        var (winner, loser) = await LoserAsync(node1, node2, $"message received: {{global_name_conflict, {Clashing}}}");
        Assert.Equal(("true", "true"), (await winner.DoAsync($"alive {Clashing}"), await loser.DoAsync($"alive {Clashing}")));
        await MustAgreeAsync(winner, loser);
        Assert.Equal("ok", await loser.DoAsync($"send {Clashing} after_the_clash"));
        await winner.HearsAsync("message received: after_the_clash");

        // The nameless one may have the name again when it is free, and reads on.
        Assert.Equal("ok", await winner.DoAsync($"unregister {Clashing}"));
        Assert.Equal("yes", await loser.DoAsync($"register {Clashing} RandomNotify"));
        Assert.Equal("ok", await loser.DoAsync($"send {Clashing} to_the_one_that_lived_on"));
        await loser.HearsAsync("message received: to_the_one_that_lived_on");
        Assert.Equal("true", await loser.DoAsync($"kill {Clashing}"));
        Assert.Equal(("false", "undefined"), (await loser.DoAsync($"alive {Clashing}"), await loser.DoAsync($"whereis {Clashing}")));
    }

    [Fact]
    public async Task Under_NotifyAll_both_get_the_message_with_the_others_process_and_nobody_has_the_name()
    {
        var (node1, node2) = await ClashAsync("NotifyAll");

        Assert.Contains("node2@127.0.0.1", await node1.HearsAsync($"message received: {{global_name_conflict, {Clashing}, "), StringComparison.Ordinal);
        Assert.Contains("node1@127.0.0.1", await node2.HearsAsync($"message received: {{global_name_conflict, {Clashing}, "), StringComparison.Ordinal);
        await Eventually.Holds(
            async () => await node1.DoAsync($"whereis {Clashing}") == "undefined" && await node2.DoAsync($"whereis {Clashing}") == "undefined",
            TimeSpan.FromSeconds(20),
            () => "nobody to have the name");
    }

    /// <summary>"Bringing it all together".</summary>
    [Fact]
    public async Task The_GenServer_that_loses_shuts_down_gracefully_and_the_other_serves_both_nodes()
    {
        var (node1, node2) = (Open("node1@127.0.0.1", "--GenServer=true"), Open("node2@127.0.0.1", "--GenServer=true"));
        await node1.HearsAsync("MyGlobal: :yes");
        await node2.HearsAsync("MyGlobal: :yes");
        Assert.Equal("message 1 was hello", await node1.DoAsync("call MyGlobal hello"));

        await ConnectAsync(node1, node2);

        var (winner, loser) = await LoserAsync(node1, node2, "MyGlobal: handle_info({global_name_conflict, MyGlobal}) -> graceful shutdown");
        await Eventually.Holds(
            async () => (await loser.DoAsync("whereis MyGlobal")).StartsWith(winner.Node, StringComparison.Ordinal), TimeSpan.FromSeconds(20), () => "the loser to see the winner");
        Assert.EndsWith("was who", await loser.DoAsync("call MyGlobal who"), StringComparison.Ordinal);
        await winner.HearsAsync("MyGlobal: handle_call(who)");
        Assert.Equal((0, 0), (await node1.QuitAsync(), await node2.QuitAsync()));
    }

    [Fact]
    public async Task A_shell_without_Redis_says_that_it_is_alone_and_how_to_get_one()
    {
        var window = new ShellWindow("node1", _mesh, null, output.WriteLine);
        _windows.Add(window);

        Assert.Contains("--Redis=localhost:6379", await window.HearsAsync("Without --Redis"), StringComparison.Ordinal);
        Assert.Equal("yes", await window.DoAsync("register Greeter"));
        Assert.Equal("** usage: send NAME text", await window.DoAsync("send Greeter"));
        Assert.Equal("** there is no command 'sned'. Type help.", await window.DoAsync("sned Greeter hello"));
        Assert.Equal(0, await window.QuitAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var window in _windows)
        {
            await window.DisposeAsync();
        }
    }

    private ShellWindow Open(string node, params string[] more)
    {
        var window = new ShellWindow(node, _mesh, redis.Configuration, output.WriteLine, more);
        _windows.Add(window);
        return window;
    }

    /// <summary>Two unconnected nodes register one name, use it, and connect.</summary>
    private async Task<(ShellWindow Node1, ShellWindow Node2)> ClashAsync(string resolver)
    {
        var (node1, node2) = (Open("node1@127.0.0.1"), Open("node2@127.0.0.1"));
        foreach (var (node, number) in new[] { (node1, 1), (node2, 2) })
        {
            Assert.Equal("yes", await node.DoAsync($"register {Clashing} {resolver}"));
            Assert.Equal("ok", await node.DoAsync($"send {Clashing} hello_from_node{number}"));
            await node.HearsAsync($"message received: hello_from_node{number}");
        }

        await ConnectAsync(node1, node2);
        return (node1, node2);
    }

    private static async Task ConnectAsync(ShellWindow node1, ShellWindow node2)
    {
        Assert.Equal("true", await node1.DoAsync("connect"));
        Assert.Equal("true", await node2.DoAsync("connect"));
    }

    /// <summary>Waits until one of two prints what only a loser does.</summary>
    private static async Task<(ShellWindow Winner, ShellWindow Loser)> LoserAsync(ShellWindow node1, ShellWindow node2, string text)
    {
        await Eventually.Holds(() => Task.FromResult(node1.HasHeard(text) || node2.HasHeard(text)), TimeSpan.FromSeconds(30), () => $"'{text}' on either; {node1.Tail}\n{node2.Tail}");
        Assert.False(node1.HasHeard(text) && node2.HasHeard(text), $"Both have printed '{text}'.");
        return node1.HasHeard(text) ? (node2, node1) : (node1, node2);
    }

    private static Task MustAgreeAsync(ShellWindow winner, ShellWindow loser) => Eventually.Holds(
        async () => (await loser.DoAsync($"whereis {Clashing}")).StartsWith(winner.Node, StringComparison.Ordinal)
            && (await winner.DoAsync($"whereis {Clashing}")).StartsWith(winner.Node, StringComparison.Ordinal),
        TimeSpan.FromSeconds(20),
        () => $"both to see {Clashing} on {winner.Node}");
}
