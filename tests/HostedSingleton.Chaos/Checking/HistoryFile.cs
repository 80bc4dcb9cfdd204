using System.Text.Json;
using System.Text.Json.Serialization;

namespace HostedSingleton.Chaos;

/// <summary>The history of a run as a file, one JSON object a line.</summary>
internal sealed class HistoryFile(string path) : IDisposable
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    private readonly Lock _lock = new();
    private StreamWriter? _writer = new(path);

    /// <summary>Writes a line; does nothing once the file is closed, so what comes when the run is over is no part of it.</summary>
    public void Add(HistoryLine line)
    {
        lock (_lock)
        {
            _writer?.WriteLine(JsonSerializer.Serialize(line, Options));
        }
    }

    /// <summary>Reads a file.</summary>
    public static ChaosHistory Read(string path) => new(File.ReadLines(path).Select(line => JsonSerializer.Deserialize<HistoryLine>(line, Options)!));

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }
}
