using System.Buffers;
using System.Text;
using System.Text.Json;
using HostedSingleton;

namespace Worker;

/// <summary>Writes what happens to standard output, one line each, at once.</summary>
internal sealed class EventWriter(INodeMesh mesh, WorkerSettings settings, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Stream _output = Console.OpenStandardOutput();

    public void Write(string happened, string? name = null, FencingToken? token = null, string? detail = null)
    {
        lock (_gate)
        {
            var line = new WorkerEvent((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, mesh.Self.Name, happened, name, token?.Value, detail);
            _output.Write(settings.Json ? Json(line) : Encoding.UTF8.GetBytes(Text(line) + "\n"));
            _output.Flush();
        }
    }

    /// <summary>By hand: a serializer would be compiled for this type while the first line waits.</summary>
    private static ReadOnlySpan<byte> Json(WorkerEvent line)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("t", line.Microseconds);
            json.WriteString("node", line.Node);
            json.WriteString("event", line.Event);
            json.WriteString("name", line.Name);
            if (line.Token is { } token)
            {
                json.WriteNumber("token", token);
            }
            else
            {
                json.WriteNull("token");
            }

            json.WriteString("detail", line.Detail);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    private static string Text(WorkerEvent line) =>
        $"{DateTimeOffset.UnixEpoch.AddMicroseconds(line.Microseconds):HH:mm:ss.ffffff} {line.Node} {line.Event,-10} {line.Name} {line.Token} {line.Detail}".TrimEnd();
}
