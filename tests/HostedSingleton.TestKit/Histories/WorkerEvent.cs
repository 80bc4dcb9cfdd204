using System.Globalization;
using System.Text.Json;

namespace HostedSingleton.TestKit;

/// <summary>One line of a history.</summary>
/// <param name="At">When, in µs of Unix time, by the clock that all processes of one machine share.</param>
/// <param name="Worker">The process: its node's name, with a number where a test starts the node again.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Name">The global name; null where it concerns the node.</param>
/// <param name="Token">The fencing token; 0 where there is none.</param>
/// <param name="Detail">More, in words.</param>
public sealed record WorkerEvent(long At, string Worker, WorkerEventKind Kind, string? Name = null, long Token = 0, string? Detail = null)
{
    /// <summary>Reads a line of standard output.</summary>
    /// <exception cref="FormatException">It is not a line of JSON as the worker promises it.</exception>
    public static WorkerEvent Parse(string worker, string line)
    {
        try
        {
            var json = JsonDocument.Parse(line).RootElement;
            return new WorkerEvent(
                json.GetProperty("t").GetInt64(),
                worker,
                Enum.Parse<WorkerEventKind>(json.GetProperty("event").GetString()!, ignoreCase: true),
                Text(json, "name"),
                json.TryGetProperty("token", out var token) && token.ValueKind == JsonValueKind.Number ? token.GetInt64() : 0,
                Text(json, "detail"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new FormatException($"Worker {worker} wrote '{line}', which is no event: {e.Message}", e);
        }
    }

    /// <summary>The event as one line, with its time in ms since another.</summary>
    public string ToString(long since) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(At - since) / 1000.0,10:F1} {Worker,-10} {Kind.ToString().ToLowerInvariant(),-10} {Name} {(Token == 0 ? "" : $"#{Token}")} {Detail}").TrimEnd();

    private static string? Text(JsonElement json, string property) =>
        json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
