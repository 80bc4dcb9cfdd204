using System.Globalization;
using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Soak;

/// <summary>What the server has.</summary>
internal sealed class RedisFigures(RedisServer redis, string mesh)
{
    private string Prefix => $"hs:{{{mesh}}}:";

    public async Task<IReadOnlyList<Figure>> MeasureAsync()
    {
        using var talk = await RedisTalk.OpenAsync(redis);
        var clients = await InfoAsync(talk, "clients", "connected_clients");
        var memory = await InfoAsync(talk, "memory", "used_memory");
        await using var client = await ConnectionMultiplexer.ConnectAsync(redis.Endpoint);
        var database = client.GetDatabase();
        var keys = await KeysAsync(client);
        return
        [
            new Figure("Redis: memory, bytes", memory, 1024 * 1024, "the log is as long as before but not the same; buffers of connections"),
            new Figure("Redis: connections", clients, 2, "one may be being replaced"),
            new Figure("Redis: keys of the mesh", keys.Count(key => key.StartsWith(Prefix, StringComparison.Ordinal)), 2, "a table that is empty has no key"),
            new Figure("Redis: keys of meshes that were", keys.Count(key => !key.StartsWith(Prefix, StringComparison.Ordinal)), 0, ""),
            new Figure("Redis: keys without a time to live", await ImmortalAsync(database, keys), 0, ""),
        ];
    }

    /// <summary>Answers what the tables have of nodes that are none of these, but for what records remember for a day.</summary>
    public async Task<IReadOnlyList<string>> LeftoversAsync(IReadOnlyCollection<string> living)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(redis.Endpoint);
        var database = client.GetDatabase();
        async Task<string[]> FieldsAsync(string table) => [.. (await database.HashKeysAsync(Prefix + table)).Select(field => field.ToString())];
        async Task<string[]> MembersAsync(string table) => [.. (await database.SortedSetRangeByRankAsync(Prefix + table)).Select(member => member.ToString())];
        var nodes = (await FieldsAsync("nodes")).Concat(await MembersAsync("leases")).Concat(await MembersAsync("graces")).Concat(await MembersAsync("gone"));
        var parts = (await MembersAsync("parts")).Where(part => part.Split('\0')[1] != "r").Select(part => part.Split('\0')[0]);
        var waiters = (await FieldsAsync("waiters")).Concat(await MembersAsync("queue")).Select(waiter => waiter.Split('\0')[^1]).Select(id => id[..id.LastIndexOf('/')]);
        var remembered = (await MembersAsync("memory")).ToHashSet(StringComparer.Ordinal);
        var names = (await FieldsAsync("names")).Where(name => name.StartsWith("job-", StringComparison.Ordinal) && !remembered.Contains(name));
        return [.. nodes.Concat(parts).Concat(waiters).Where(node => !living.Contains(node)).Concat(names).Distinct()];
    }

    /// <summary>Lets the time pass after which nothing of a mesh that is over remains: what has a time to live gets a short one.</summary>
    /// <returns>How many keys there were.</returns>
    /// <exception cref="InvalidOperationException">A key has no time to live, so that nothing will ever remove it.</exception>
    public async Task<int> PassAWeekAsync()
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(redis.Endpoint);
        var database = client.GetDatabase();
        var keys = await KeysAsync(client);
        if (await ImmortalAsync(database, keys) is > 0 and var immortal)
        {
            throw new InvalidOperationException($"{immortal} of {keys.Length} keys have no time to live.");
        }

        var over = keys.Where(key => !key.StartsWith(Prefix, StringComparison.Ordinal)).ToArray();
        foreach (var key in over)
        {
            if (await database.KeyTimeToLiveAsync(key) is { } life && life <= TimeSpan.FromDays(7))
            {
                await database.KeyExpireAsync(key, TimeSpan.FromMilliseconds(1));
            }
        }

        return over.Length;
    }

    /// <summary>The keys of other meshes than this one.</summary>
    public async Task<IReadOnlyList<string>> StrangersAsync()
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(redis.Endpoint);
        return [.. (await KeysAsync(client)).Where(key => !key.StartsWith(Prefix, StringComparison.Ordinal))];
    }

    private static async Task<string[]> KeysAsync(ConnectionMultiplexer client)
    {
        var keys = new List<string>();
        await foreach (var key in client.GetServers()[0].KeysAsync(pattern: "hs:*"))
        {
            keys.Add(key.ToString());
        }

        return [.. keys.Distinct()];
    }

    private static async Task<int> ImmortalAsync(IDatabase database, string[] keys)
    {
        var lives = await Task.WhenAll(keys.Select(key => database.KeyTimeToLiveAsync(key)));
        return lives.Count(life => life is null);
    }

    private static async Task<long> InfoAsync(RedisTalk talk, string section, string field)
    {
        var lines = (await talk.AskAsync($"INFO {section}")).Split('\n', StringSplitOptions.TrimEntries);
        return long.Parse(lines.First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split(':')[1], CultureInfo.InvariantCulture);
    }
}
