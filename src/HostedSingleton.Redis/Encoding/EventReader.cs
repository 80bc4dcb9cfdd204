using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using HostedSingleton.Store;

namespace HostedSingleton.Redis;

/// <summary>Reads events as commit.lua writes them: one a line.</summary>
internal static class EventReader
{
    /// <summary>Reads a published message: the generation, then the events, each on a line of its own.</summary>
    public static EventBatch Batch(string message)
    {
        var lines = message.Split('\n');
        return new EventBatch(long.Parse(lines[0], CultureInfo.InvariantCulture), [.. lines.Skip(1).Select(Event)]);
    }

    /// <summary>Reads one event.</summary>
    public static StoreEvent Event(string line) => line[0] == 'm' ? Node(line) : Name(line);

    /// <summary>Reads n, version and [name, owner, completed, ending, lost, handing over].</summary>
    public static NameRecord Name(string line)
    {
        var words = line.Split(' ', 3);
        using var document = JsonDocument.Parse(words[2]);
        var json = document.RootElement;
        return new NameRecord(Number(words[1]), GlobalName.FromStore(json[0].GetString()!), RecordReader.Owner(json[1]))
        {
            Completed = json[2].GetBoolean(),
            HandingOver = json[5].GetBoolean(),
            Ending = [.. RecordReader.Items(json[3]).Select(RecordReader.Registration)],
            Lost = [.. RecordReader.Items(json[4]).Select(RecordReader.Loss).OfType<Loss>()],
        };
    }

    /// <summary>Reads m, version, down, start, drain and [node, labels].</summary>
    public static NodeRecord Node(string line)
    {
        var words = line.Split(' ', 6);
        using var document = JsonDocument.Parse(words[5]);
        var json = document.RootElement;
        return new NodeRecord(Number(words[1]), NodeId.Parse(json[0].GetString()!), words[2] == "-" ? null : Enum.Parse<NodeDownReason>(words[2]))
        {
            StartedAt = Number(words[3]),
            Drain = new DrainWord(Number(words[4])),
            Labels = RecordReader.Labels(json[1]),
        };
    }

    /// <summary>Reads several events.</summary>
    public static ImmutableArray<T> All<T>(IEnumerable<string> lines)
        where T : StoreEvent => [.. lines.Select(Event).Cast<T>()];

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
