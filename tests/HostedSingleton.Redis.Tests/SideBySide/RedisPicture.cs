using System.Text.Json;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>All that a mesh has in Redis, as the lines of <see cref="MemoryPicture"/>.</summary>
internal sealed class RedisPicture
{
    private readonly Dictionary<string, string> _meta;
    private readonly HashEntry[] _nodes;
    private readonly HashEntry[] _names;
    private readonly Dictionary<string, string> _waiters;
    private readonly Dictionary<string, double> _leases;
    private readonly string[] _queue;
    private readonly string[] _parts;
    private readonly string[] _pending;
    private readonly string[] _pages;
    private readonly string[] _immortal;

    public RedisPicture(IDatabase database, RedisKeys keys)
    {
        RedisKey Key(string table) => keys.Prefix + table;
        _meta = Numbers(database, Key("meta"));
        _meta["generation"] = database.HashGet(Key("meta"), "generation").ToString();
        _nodes = database.HashGetAll(Key("nodes"));
        _names = database.HashGetAll(Key("names"));
        _waiters = database.HashGetAll(Key("waiters")).ToStringDictionary()!;
        _leases = database.SortedSetRangeByRankWithScores(Key("leases")).ToDictionary(e => e.Element.ToString(), e => e.Score, StringComparer.Ordinal);
        _queue = [.. database.SortedSetRangeByRank(Key("queue")).Select(m => m.ToString())];
        _parts = [.. database.SortedSetRangeByRank(Key("parts")).Select(m => m.ToString())];
        _pages = [.. database.SortedSetRangeByRank(Key("pages")).Select(m => m.ToString())];
        _immortal = (string[])database.ScriptEvaluate("local found = {} for _, key in ipairs(KEYS) do if redis.call('PTTL', key) == -1 then table.insert(found, key) end end return found", keys.All)!;
        _pending = [.. database.SortedSetRangeByRank(Key("pending")).Select(m => m.ToString())];
    }

    public IEnumerable<string> Lines()
    {
        yield return $"generation={Meta("generation")} version={Meta("version")} last={Meta("last")} clock={Meta("clock")} time={Meta("time")} "
            + $"opened={Meta("opened")} longest={Meta("longest")} settles={Meta("settles")} fresh={Meta("fresh") == "1"} joined={Meta("joined") == "1"}";
        foreach (var node in _nodes.OrderBy(n => n.Name.ToString(), StringComparer.Ordinal))
        {
            yield return Node(node.Name.ToString(), node.Value.ToString());
        }

        foreach (var name in _names.OrderBy(n => n.Name.ToString(), StringComparer.Ordinal))
        {
            yield return Name(name.Name.ToString(), name.Value.ToString());
        }

        yield return $"pending: {string.Join(", ", _pending)}";
    }

    /// <summary>The keys that would stay for ever where nobody came back.</summary>
    public IEnumerable<string> WithoutLife() => _immortal;

    /// <summary>The index of parts as it should be for the rows of names and the queues.</summary>
    public IEnumerable<string> PartsThatShouldBe()
    {
        foreach (var row in _names)
        {
            var lines = row.Value.ToString().Split('\n');
            var record = EventReader.Name("n" + lines[0][lines[0].IndexOf(' ', StringComparison.Ordinal)..]);
            foreach (var id in record.Ending.Append(record.Owner?.Id ?? default).Where(id => id.Node.Name is not null))
            {
                yield return $"{id.Node}\0a\0{row.Name}\0h";
                if (IsStop(lines[1]) || record.Ending.Contains(id))
                {
                    yield return $"{id.Node}\0s\0{row.Name}";
                }
            }

            foreach (var id in record.Lost.Select(l => l.Id).Concat(Reaped(lines[1]).Select(r => r.Owner.Id)))
            {
                yield return $"{id.Node}\0r\0{row.Name}";
            }

            foreach (var waiter in WaitersOf(row.Name.ToString()))
            {
                var id = RecordReader.Registration(waiter);
                yield return $"{id.Node}\0a\0{row.Name}\0w{id.Number}";
            }
        }
    }

    public IEnumerable<string> Parts() => _parts;

    private static Dictionary<string, string> Numbers(IDatabase database, RedisKey meta)
    {
        const string Unpack = "local n = cmsgpack.unpack(redis.call('HGET', KEYS[1], 'numbers')) for i, x in ipairs(n) do n[i] = string.format('%.0f', x) end return n";
        string[] fields = ["version", "last", "clock", "time", "grace", "opened", "longest", "settles", "fresh", "joined", "paged", "tables"];
        return fields.Zip((string[])database.ScriptEvaluate(Unpack, [meta])!).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private string Meta(string field) => _meta.GetValueOrDefault(field, "0");

    private string Node(string id, string row)
    {
        var words = row.Split(' ', 13);
        using var says = JsonDocument.Parse(words[12]);
        Assert.Equal(id, says.RootElement[0].GetString());
        var down = words[6] == "-" ? "" : words[6];
        var version = words[8] == Meta("generation") ? words[9] : "0";
        return $"node {id} session={long.Parse(words[0])} generation={words[1]} lease={words[2]} grace={words[3]} beat={words[4]} down={down} "
            + (down.Length == 0 ? $"deadline={_leases[id]:F0} beaten={Math.Max(_leases[id] - long.Parse(words[2]), long.Parse(words[5])):F0}" : $"forget={words[7]}")
            + $" told={version} started={words[10]} drain={words[11]} labels={Dump.Of(RecordReader.Labels(says.RootElement[1]))}";
    }

    private string Name(string name, string row)
    {
        var lines = row.Split('\n');
        var words = lines[0].Split(' ', 3);
        var record = EventReader.Name($"n {(words[0] == Meta("generation") ? words[1] : "0")} {words[2]}");
        Assert.Equal(name, record.Name.Value);
        using var own = JsonDocument.Parse(lines[1]);
        var (stop, next) = (own.RootElement[0].GetBoolean(), RecordReader.Items(own.RootElement[1]).Select(RecordReader.Registration).ToArray());
        var till = RecordReader.Items(own.RootElement[2]).Select(RecordReader.Number).ToArray();
        Assert.Equal(!record.IsEmpty, _pages.Contains(name));
        Assert.Equal(_pending.Contains(name), own.RootElement[4].GetBoolean());
        return $"name {name} told={record.Version} owner={Dump.Of(record.Owner)} stop={record.Owner is not null && stop} completed={record.Completed} over={record.HandingOver} "
            + $"ending={Dump.Of(record.Ending)} next={Dump.Of(next)} "
            + $"lost={string.Join(' ', record.Lost.Zip(till, (l, t) => $"{Dump.Of(l)}@{t}"))} "
            + $"reaped={string.Join(' ', Reaped(lines[1]).Select(r => $"{Dump.Of(r.Owner)}@{r.Until}"))} "
            + $"queue={string.Join(' ', WaitersOf(name).Select(id => Waiter(name, id)))}";
    }

    private static bool IsStop(string line)
    {
        using var own = JsonDocument.Parse(line);
        return own.RootElement[0].GetBoolean();
    }

    private static List<(GlobalOwner Owner, long Until)> Reaped(string line)
    {
        using var own = JsonDocument.Parse(line);
        return [.. RecordReader.Items(own.RootElement[3]).Select(r => (RecordReader.Owner(r[0])!, RecordReader.Number(r[1])))];
    }

    private IEnumerable<string> WaitersOf(string name) => _queue.Select(m => m.Split('\0')).Where(m => m[0] == name).Select(m => m[2]);

    private string Waiter(string name, string id)
    {
        using var document = JsonDocument.Parse(_waiters[$"{name}\0{id}"]);
        var said = document.RootElement;
        return $"{id}:{said[0].GetString()}:{said[1].GetString()}:{said[2].GetBoolean()}:{said[3].GetString()}:{Dump.Of(RecordReader.Labels(said[4]))}";
    }
}
