using System.Collections.Immutable;
using HostedSingleton.Store;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>A mesh on a real Redis whose clock and stamp are the test's: the real scripts, with those two parts exchanged.</summary>
internal sealed class RedisDouble
{
    private static readonly ImmutableDictionary<string, string> Doubles = new Dictionary<string, string>
    {
        ["clock"] = "local function server_time() return tonumber(redis.call('GET', KEYS[1] .. ':now')) end",
        ["stamp"] = "local function server_stamp() return redis.call('GET', KEYS[1] .. ':life') end",
    }.ToImmutableDictionary();

    private readonly RedisScripts _scripts = new(Doubles);
    private readonly SettableClock _clock;
    private readonly IDatabase _database;
    private readonly CommandWriter _writer;
    private int _life;

    public RedisDouble(IDatabase database, string mesh, SettableClock clock)
    {
        (_database, _clock, Keys) = (database, clock, new RedisKeys(mesh, 0));
        _writer = new CommandWriter(_scripts, Keys);
        Restart();
    }

    public RedisKeys Keys { get; }

    public StoreReply Execute(StoreCommand command)
    {
        _database.StringSet(Keys.Prefix + "meta:now", _clock.Now, flags: CommandFlags.FireAndForget);
        var call = _writer.Write(command);
        return ReplyReader.Read(command, Run(call));
    }

    /// <summary>Sends one page of a join.</summary>
    public StoreReply Execute(JoinPage page)
    {
        _database.StringSet(Keys.Prefix + "meta:now", _clock.Now, flags: CommandFlags.FireAndForget);
        return ReplyReader.Read(page.Join, Run(_writer.Join(page)));
    }

    /// <summary>The server starts again with what it has. Its lives are numbered as the memory's are, by what the scripts read of a stamp.</summary>
    public void Restart() => _database.StringSet(Keys.Prefix + "meta:life", $"{++_life:x5} life");

    /// <summary>Deletes all the mesh has.</summary>
    public void Wipe() => _database.KeyDelete(Keys.All);

    /// <summary>Deletes all the mesh has, and the doubles' own keys.</summary>
    public void CleanUp() => _database.KeyDelete([.. Keys.All, Keys.Prefix + "meta:now", Keys.Prefix + "meta:life"]);

    /// <summary>A copy of all the mesh has.</summary>
    public byte[]?[] Snapshot() => [.. Keys.All.Select(key => _database.KeyDump(key))];

    /// <summary>The server starts again with an older copy.</summary>
    public void RestartFrom(byte[]?[] snapshot)
    {
        Wipe();
        foreach (var (key, value) in Keys.All.Zip(snapshot).Where(pair => pair.Second is not null))
        {
            _database.KeyRestore(key, value!);
        }

        Restart();
    }

    private RedisResult Run(ScriptCall call)
    {
        try
        {
            return _database.ScriptEvaluate(call.Script.Hash, Keys.All, call.Values);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return _database.ScriptEvaluate(call.Script.Source, Keys.All, call.Values, CommandFlags.NoScriptCache);
        }
    }
}
