using HostedSingleton.Store;
using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

/// <summary>Numbers of 16 digits through Lua, which by itself keeps 14.</summary>
public sealed class BigNumberTests(RedisServerFixture redis) : IClassFixture<RedisServerFixture>
{
    private const long Edge = 1L << 53;

    [Theory]
    [InlineData(2_123_456_789_012_347)]
    [InlineData(8_999_999_999_999_993)]
    [InlineData(Edge - 100)]
    public async Task Tokens_and_tickets_keep_every_digit(long highest)
    {
        await using var link = new TestLink(redis.Server.Endpoint);
        await link.JoinAsync(join => join with { HighestToken = new FencingToken(highest) });

        var owned = await link.RegisterAsync("orders");
        var queued = await link.RegisterAsync("orders");
        var record = await link.RecordAsync("orders");
        var again = (await link.JoinAsync(join => join with
        {
            Holds = [new Hold("orders", owned.Number, owned.Token, owned.RegisteredAt, HoldState.Running, ClaimSpec.Default)],
            Waits = [new Wait("orders", queued.Number, ClaimSpec.Default) { Ticket = queued.Ticket }],
        })).Verdicts;

        Assert.Equal(highest + 2, owned.Token.Value);
        Assert.Equal(highest + 3, queued.Ticket);
        Assert.Equal(owned.Token, record.Owner?.Token);
        Assert.Equal(owned.Token, link.Events.OfType<NameRecord>().Last(e => e.Owner is not null).Owner?.Token);
        Assert.Equal((owned.Token, queued.Ticket), (again[0].Token, again[1].Ticket));
    }

    [Theory]
    [InlineData(Edge)]
    [InlineData(long.MaxValue)]
    public async Task A_token_beyond_what_Lua_can_count_is_refused(long highest)
    {
        await using var link = new TestLink(redis.Server.Endpoint);
        await link.ConnectedAsync();

        var refused = await link.AskAsync<RefusedReply>(link.NewJoin() with { HighestToken = new FencingToken(highest) });

        Assert.Contains($"{highest}", refused.Reason);
    }

    [Fact]
    public async Task Sessions_and_incarnations_may_be_any_number()
    {
        await using var link = new TestLink(redis.Server.Endpoint);
        await link.ConnectedAsync();
        var node = new NodeId("n", long.MaxValue);
        JoinCommand Join(long session) => link.NewJoin() with { Node = node, Session = session };

        await link.AskAsync<JoinedReply>(Join(long.MaxValue - 1));
        Assert.True((await link.AskAsync<GoneReply>(Join(long.MaxValue - 2))).Newer);
        await link.AskAsync<BeatReply>(new BeatCommand(node, long.MaxValue - 1));
        await link.AskAsync<JoinedReply>(Join(long.MaxValue));
        Assert.True((await link.AskAsync<GoneReply>(new BeatCommand(node, long.MaxValue - 1))).Newer);
    }
}
