using System.Collections.Immutable;

namespace HostedSingleton.Redis;

/// <summary>The scripts of all commands, read from the assembly.</summary>
internal sealed class RedisScripts
{
    private const string Folder = "HostedSingleton.Redis.Scripts.";
    private const string PartsLine = "-- parts:";

    private readonly ImmutableDictionary<string, string> _doubles;

    /// <summary>Reads the scripts.</summary>
    /// <param name="doubles">Parts that stand in for the real ones, by name: a test brings a clock and a stamp of its own.</param>
    public RedisScripts(IReadOnlyDictionary<string, string>? doubles = null)
    {
        _doubles = doubles?.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty;
        (Join, Beat, Leave) = (Load("join"), Load("beat"), Load("leave"));
        (Register, Reregister, Unregister) = (Load("register"), Load("reregister"), Load("unregister"));
        (Free, HandOver, Complete, Resolve) = (Load("free"), Load("handOver"), Load("complete"), Load("resolve"));
        (Reap, Suspect, Drain) = (Load("reap"), Load("suspect"), Load("drain"));
        (Since, Page, Status) = (Load("since"), Load("page"), Load("status"));
    }

    /// <summary>All of them, those first that a handover needs.</summary>
    public IEnumerable<RedisScript> All =>
        [Unregister, Leave, Reap, Suspect, Resolve, Register, Join, Beat, Since, Page, Reregister, HandOver, Free, Complete, Drain, Status];

    public RedisScript Join { get; }

    public RedisScript Beat { get; }

    public RedisScript Leave { get; }

    public RedisScript Register { get; }

    public RedisScript Reregister { get; }

    public RedisScript Unregister { get; }

    public RedisScript Free { get; }

    public RedisScript HandOver { get; }

    public RedisScript Complete { get; }

    public RedisScript Resolve { get; }

    public RedisScript Reap { get; }

    public RedisScript Suspect { get; }

    public RedisScript Drain { get; }

    public RedisScript Since { get; }

    public RedisScript Page { get; }

    public RedisScript Status { get; }

    private RedisScript Load(string name)
    {
        var command = Read(name);
        var parts = command.Split('\n').First(line => line.StartsWith(PartsLine, StringComparison.Ordinal))[PartsLine.Length..];
        var sources = parts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Part).Append(command).Append(Part("run"));
        return new RedisScript(name, string.Join('\n', sources));
    }

    private string Part(string name) => _doubles.GetValueOrDefault(name) ?? Read("Parts." + name);

    private static string Read(string name)
    {
        var stream = typeof(RedisScripts).Assembly.GetManifestResourceStream($"{Folder}{name}.lua")
            ?? throw new InvalidOperationException($"The script {name}.lua is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
