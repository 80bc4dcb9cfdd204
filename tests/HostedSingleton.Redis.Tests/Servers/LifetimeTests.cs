using HostedSingleton.Store;
using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>A mesh of which nobody is left, however it ended, leaves nothing for ever; one that lives loses nothing.</summary>
public sealed class LifetimeTests(RedisFixture redis) : IAsyncLifetime
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);
    private static readonly TimeSpan Little = TimeSpan.FromMinutes(10);

    private readonly SettableClock _clock = new();
    private readonly NodeId _a = new("a", 1);
    private readonly NodeId _b = new("b", 2);
    private ConnectionMultiplexer _connection = null!;
    private RedisDouble _mesh = null!;

    private IDatabase Database => _connection.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        _connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        _mesh = new RedisDouble(Database, $"life-{Guid.NewGuid():n}", _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _mesh.CleanUp();
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task After_each_command_each_key_has_a_week_to_live()
    {
        var wait = new Wait("orders", 1, ClaimSpec.Default);
        foreach (var command in new StoreCommand[]
        {
            new StatusCommand("orders"), Join(_a), Join(_b), new RegisterCommand(_a, 1, wait), new RegisterCommand(_b, 1, wait), new BeatCommand(_a, 1),
            new FreeCommand(_b, 1, "orders"), new UnregisterCommand(_a, 1, "orders", 1), new SuspectCommand(_a, 1, _b, AtOnce: true), new ReapCommand(_a, 1, 100),
            new LeaveCommand(_a, 1, Goodbye: true),
        })
        {
            _mesh.Execute(command);
            Assert.All(await LivesAsync(), life => Assert.InRange(life, Life - Little, Life));
        }
    }

    [Fact]
    public async Task A_beat_gives_all_keys_their_time_anew_once_an_hour()
    {
        _mesh.Execute(Join(_a));
        await Task.WhenAll(_mesh.Keys.All.Select(key => Database.KeyExpireAsync(key, Little)));

        _clock.Now += 3_599_000_000;
        _mesh.Execute(new BeatCommand(_a, 1));
        Assert.All(await LivesAsync(), life => Assert.InRange(life, TimeSpan.Zero, Little));

        _clock.Now += 2_000_000;
        _mesh.Execute(new BeatCommand(_a, 1));
        Assert.All(await LivesAsync(), life => Assert.InRange(life, Life - Little, Life));
    }

    [Fact]
    public async Task Keys_that_were_brought_back_from_elsewhere_without_a_time_to_live_get_one()
    {
        _mesh.Execute(Join(_a));
        await Task.WhenAll(_mesh.Keys.All.Select(key => Database.KeyPersistAsync(key)));

        _mesh.Restart();
        _mesh.Execute(new StatusCommand("orders"));

        Assert.All(await LivesAsync(), life => Assert.InRange(life, Life - Little, Life));
    }

    [Fact]
    public async Task A_beat_uses_all_keys_so_a_server_short_of_memory_takes_others_first()
    {
        _mesh.Execute(Join(_a));
        _mesh.Execute(new RegisterCommand(_a, 1, new Wait("orders", 1, ClaimSpec.Default)));
        var keys = await KeysAsync();
        foreach (var key in keys)
        {
            await Database.ExecuteAsync("RESTORE", key, 1_000_000, (await Database.KeyDumpAsync(key))!, "REPLACE", "IDLETIME", 5000);
        }

        _mesh.Execute(new BeatCommand(_a, 1));

        foreach (var key in keys)
        {
            Assert.True(await Database.KeyIdleTimeAsync(key) < TimeSpan.FromSeconds(5000), $"{key} was not used");
        }
    }

    private static JoinCommand Join(NodeId node) => new(node, 1)
    {
        Lease = TimeSpan.FromSeconds(5), Grace = TimeSpan.FromSeconds(1), Beat = TimeSpan.FromSeconds(0.5), LongestLease = TimeSpan.Zero,
    };

    private async Task<RedisKey[]> KeysAsync()
    {
        var there = await Task.WhenAll(_mesh.Keys.All.Select(key => Database.KeyExistsAsync(key)));
        return [.. _mesh.Keys.All.Zip(there).Where(pair => pair.Second).Select(pair => pair.First)];
    }

    /// <summary>What each key has to live; a week and more where it lives for ever.</summary>
    private async Task<TimeSpan[]> LivesAsync()
    {
        var lives = await Task.WhenAll((await KeysAsync()).Select(key => Database.KeyTimeToLiveAsync(key)));
        Assert.NotEmpty(lives);
        return [.. lives.Select(life => life ?? TimeSpan.MaxValue)];
    }
}
