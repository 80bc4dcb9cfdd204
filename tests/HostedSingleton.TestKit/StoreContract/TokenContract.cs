using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>Fencing tokens only grow.</summary>
public abstract class TokenContract : StoreContract
{
    [Fact]
    public async Task Each_grant_has_a_larger_token_than_the_one_before()
    {
        var nodes = await SettledAsync("a", "b");
        var last = FencingToken.None;
        for (var i = 0; i < 20; i++)
        {
            var node = nodes[i % 2];
            var granted = await node.RegisterAsync(Name);
            Assert.True(granted.Token > last, $"Token {granted.Token} follows {last}.");
            last = granted.Token;
            await node.UnregisterAsync(granted);
        }
    }

    [Theory]
    [InlineData(StoreFault.Restart)]
    [InlineData(StoreFault.SetBack)]
    [InlineData(StoreFault.LossyFailOver)]
    [InlineData(StoreFault.Wipe)]
    public async Task No_token_falls_over_a_fault_and_a_clock_that_steps_back(StoreFault fault)
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var snapshot = await Store.SnapshotAsync();
        var first = await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);
        await a.UnregisterAsync(first);
        var highest = (await RecordAsync(Name)).Owner!.Token;
        var heard = await b.RegisterAsync(Name);
        Assert.Equal(highest, heard.Theirs?.Token);

        await SufferAsync(fault, snapshot);
        Store.MoveClock(TimeSpan.FromHours(-1));
        await b.JoinAsync();
        await PassAsync(Lease, b);
        var granted = await b.RegisterAsync(Name);

        Assert.Equal(VerdictKind.Owned, granted.Kind);
        Assert.True(granted.Token > highest, $"Token {granted.Token} follows {highest}.");
    }

    [Theory]
    [InlineData(StoreFault.SetBack, false)]
    [InlineData(StoreFault.LossyFailOver, false)]
    [InlineData(StoreFault.Wipe, true)]
    public async Task A_token_whose_grant_the_store_has_lost_is_not_granted_again_where_the_clock_is_behind_the_tokens(StoreFault fault, bool hasSeenOneBefore)
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        Store.MoveClock(TimeSpan.FromHours(1));
        await (hasSeenOneBefore ? b : a).RegisterAsync("other");
        Store.MoveClock(TimeSpan.FromHours(-1));
        var snapshot = await Store.SnapshotAsync();
        var lost = await a.RegisterAsync(Name);

        await SufferAsync(fault, snapshot);
        await b.JoinAsync();
        await PassAsync(Lease, b);
        var granted = await b.RegisterAsync(Name);

        Assert.Equal(VerdictKind.Owned, granted.Kind);
        Assert.True(granted.Token > lost.Token, $"Token {granted.Token} follows {lost.Token}.");
    }

    [Fact]
    public async Task The_store_never_grants_at_or_below_the_highest_token_that_a_joiner_has_seen()
    {
        const long Far = 4_000_000_000_000_123;
        var a = NewNode("a");
        await Store.ExecuteAsync<JoinedReply>(a.Join() with { HighestToken = new FencingToken(Far) });

        var tokens = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            tokens.Add((await a.RegisterAsync($"n{i}")).Token.Value);
        }

        Assert.True(tokens[0] > Far, $"Token {tokens[0]} follows {Far}.");
        Assert.True(tokens[2] < Far + 100, $"Token {tokens[2]} is not one of the next after {Far}.");
        Assert.Equal(tokens.Order(), tokens);
        Assert.Distinct(tokens);
        Assert.Equal(tokens[2], (await RecordAsync("n2")).Owner?.Token.Value);
    }

    [Fact]
    public async Task Tokens_go_on_growing_when_the_clock_steps_ahead_and_back()
    {
        var a = (await SettledAsync("a"))[0];
        var last = FencingToken.None;
        foreach (var hours in new[] { 1, -2, 1, -1, 0 })
        {
            Store.MoveClock(TimeSpan.FromHours(hours));
            var granted = await a.RegisterAsync(Name);
            Assert.True(granted.Token > last, $"Token {granted.Token} follows {last}.");
            last = granted.Token;
            await a.UnregisterAsync(granted);
        }
    }

    [Fact]
    public async Task A_token_is_the_stores_time_in_microseconds_where_that_is_larger()
    {
        var a = (await SettledAsync("a"))[0];
        var first = await a.RegisterAsync("one");
        Store.MoveClock(TimeSpan.FromHours(1));

        var second = await a.RegisterAsync("two");

        var gap = second.Token.Value - first.Token.Value;
        Assert.InRange(gap, 3_600_000_000, 3_660_000_000);
        Assert.InRange(second.Token.Value - second.RegisteredAt, 0, 1_000);
    }

    [Fact]
    public async Task A_ticket_a_node_brings_is_never_given_again()
    {
        const long Far = 4_000_000_000_000_123;
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        await a.RegisterAsync(Name);

        Assert.Equal(Far, (await b.JoinAsync(b.NewWait(Name) with { Ticket = Far })).Ticket);

        Assert.True((await c.RegisterAsync(Name)).Ticket > Far);
    }
}
