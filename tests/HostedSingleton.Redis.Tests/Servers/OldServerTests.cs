using HostedSingleton.Store;
using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>Servers of other versions: this one, whose <c>INFO</c> says another to the scripts.</summary>
public sealed class OldServerTests(RedisFixture redis)
{
    [Theory]
    [InlineData("5.0.14", true)]
    [InlineData("6.0.20", true)]
    [InlineData("6.2.0", false)]
    [InlineData("7.4.1", false)]
    [InlineData("10.0.0", false)]
    public async Task A_server_older_than_6_2_is_refused_with_what_to_do(string version, bool isRefused)
    {
        var mesh = $"old-{Guid.NewGuid():N}";
        var keys = new RedisKeys(mesh, 0);
        var join = new JoinCommand(new NodeId("a", 1), 1)
        {
            Lease = TimeSpan.FromSeconds(5), Grace = TimeSpan.FromSeconds(2), LongestLease = TimeSpan.Zero, Beat = TimeSpan.FromSeconds(0.5),
        };
        var call = new CommandWriter(Pretending(version), keys).Write(join);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);

        var answer = connection.GetDatabase().ScriptEvaluateAsync(call.Script.Source, keys.All, call.Values, CommandFlags.NoScriptCache);

        if (isRefused)
        {
            var refused = ErrorReplies.Read((await Assert.ThrowsAsync<RedisServerException>(() => answer)).Message);
            var wanted = $"This Redis is {version[..version.LastIndexOf('.')]}; HostedSingleton needs 6.2 or newer. Upgrade the server.";
            Assert.Equal(wanted, Assert.IsType<RefusedReply>(refused).Reason);
        }
        else
        {
            Assert.IsType<JoinedReply>(ReplyReader.Read(join, await answer));
            await connection.GetDatabase().KeyDeleteAsync(keys.All);
        }
    }

    /// <summary>The real scripts, which ask a server that says it is of this version.</summary>
    private static RedisScripts Pretending(string version)
    {
        var clock = typeof(RedisScripts).Assembly.GetManifestResourceStream("HostedSingleton.Redis.Scripts.Parts.clock.lua")!;
        using var reader = new StreamReader(clock);
        var says = $$"""
            local real = redis
            local function pcall(command, about, ...)
              return about == 'server' and 'redis_version:{{version}}' or real.pcall(command, about, ...)
            end
            local redis = setmetatable({ pcall = pcall }, { __index = real })
            """;
        return new RedisScripts(new Dictionary<string, string> { ["clock"] = $"{says}\n{reader.ReadToEnd()}" });
    }
}
