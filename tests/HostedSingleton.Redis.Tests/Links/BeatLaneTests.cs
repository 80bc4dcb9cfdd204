using System.Diagnostics;
using HostedSingleton.Store;
using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

/// <summary>The way of joins and beats through trouble.</summary>
public sealed class BeatLaneTests(RedisServerFixture redis) : IClassFixture<RedisServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_server_that_has_forgotten_the_scripts_gets_them_again()
    {
        await using var link = new TestLink(redis.Server.Endpoint);
        await link.JoinAsync();
        var claim = await link.RegisterAsync("orders");

        await redis.Server.CommandAsync("SCRIPT FLUSH");

        await link.AskAsync<BeatReply>(link.Beat);
        Assert.True((await link.UnregisterAsync(claim)).Changed);
    }

    [Fact]
    public async Task Without_a_server_each_command_is_unknown_within_its_limits()
    {
        await using var link = new TestLink($"127.0.0.1:{FreePort.Next()}");
        var start = TimeProvider.System.GetTimestamp();

        var join = await link.AskAsync(link.NewJoin());
        var register = await link.AskAsync(new RegisterCommand(link.Node, 1, new Wait("orders", 1, ClaimSpec.Default)));

        Assert.Contains("cannot be reached", Assert.IsType<UnknownReply>(join).Reason);
        Assert.IsType<UnknownReply>(register);
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_connection_that_was_reset_is_replaced_and_the_next_beat_answered()
    {
        using var proxy = new TcpProxy(redis.Server);
        await using var link = new TestLink(proxy.Endpoint);
        await link.JoinAsync();

        proxy.DropConnections();

        await Eventually.Holds(async () => await link.AskAsync(link.Beat) is BeatReply, TimeSpan.FromSeconds(2), () => "a beat after a reset");
    }

    [Fact]
    public async Task A_half_open_connection_costs_one_answer()
    {
        using var proxy = new TcpProxy(redis.Server);
        await using var link = new TestLink(proxy.Endpoint);
        await link.JoinAsync();

        // What is swallowed makes each open connection half open for ever; only new ones pass.
        proxy.Stall();
        Assert.IsType<UnknownReply>(await link.AskAsync(link.Beat));
        proxy.Heal();
        var healed = TimeProvider.System.GetTimestamp();

        await Eventually.Holds(async () => await link.AskAsync(link.Beat) is BeatReply, Patience, () => "a beat after the heal");

        // An attempt that began during the stall may use up its time first.
        Assert.InRange(TimeProvider.System.GetElapsedTime(healed), TimeSpan.Zero, TestLink.Timing.ConnectTimeout + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_dripping_answer_is_missed_in_its_limit()
    {
        using var proxy = new TcpProxy(redis.Server) { Latency = TimeSpan.FromSeconds(3) };
        await using var link = new TestLink(proxy.Endpoint);
        var start = TimeProvider.System.GetTimestamp();

        Assert.IsType<UnknownReply>(await link.AskAsync(link.NewJoin()));

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(2.9));
    }

    [Fact]
    public async Task While_nothing_is_sent_a_lost_connection_is_opened_anew_all_the_same()
    {
        using var proxy = new TcpProxy(redis.Server);
        await using var link = new TestLink(proxy.Endpoint);
        await link.JoinAsync();

        proxy.Cut();
        await Eventually.Holds(async () => await link.AskAsync(link.Beat) is UnknownReply, Patience, () => "the cut to be noticed");
        proxy.Heal();
        await Eventually.Holds(() => proxy.Connections >= 2, Patience, "a connection for beats and one for commands");

        await link.AskAsync<BeatReply>(link.Beat);
    }

    [Fact]
    public async Task A_closed_link_answers_unknown_and_each_command_is_answered_once()
    {
        var answers = 0;
        var link = new TestLink($"127.0.0.1:{FreePort.Next()}");
        for (var i = 0; i < 100; i++)
        {
            link.Link.Send(i % 2 == 0 ? link.NewJoin() : new StatusCommand("orders"), _ => Interlocked.Increment(ref answers));
        }

        await link.DisposeAsync().AsTask().Within(Patience, "the link to close");
        link.Link.Send(link.NewJoin(), reply => answers += reply is UnknownReply ? 1 : 1000);
        link.Link.Send(new StatusCommand("orders"), reply => answers += reply is UnknownReply ? 1 : 1000);

        await Eventually.Holds(() => answers == 102, Patience, "one answer to each of 102 commands");
    }

    [Fact]
    public async Task A_closed_link_leaves_no_thread_and_no_connection()
    {
        using var proxy = new TcpProxy(redis.Server);
        var threads = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            await using var link = new TestLink(proxy.Endpoint);
            await link.JoinAsync();
            threads.Add($"hs-beat {link.Node.Name}");
            Assert.Equal(OperatingSystem.IsLinux(), IsThere(threads[^1]));
        }

        await Eventually.Holds(() => proxy.Connections == 0, Patience, "all connections to be closed");
        await Eventually.Holds(() => !threads.Any(IsThere), Patience, "all threads of beats to end");
    }

    /// <summary>Whether a thread of this process has this name.</summary>
    private static bool IsThere(string name) =>
        OperatingSystem.IsLinux() && Process.GetCurrentProcess().Threads.Cast<ProcessThread>().Any(thread => NameOf(thread) == name);

    private static string NameOf(ProcessThread thread)
    {
        try
        {
            return File.ReadAllText($"/proc/self/task/{thread.Id}/comm").TrimEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
