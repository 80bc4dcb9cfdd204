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
            _output.Write(Encoding.UTF8.GetBytes((settings.Json ? JsonSerializer.Serialize(line) : Text(line)) + "\n"));
            _output.Flush();
        }
    }

    private static string Text(WorkerEvent line) =>
        $"{DateTimeOffset.UnixEpoch.AddMicroseconds(line.Microseconds):HH:mm:ss.ffffff} {line.Node} {line.Event,-10} {line.Name} {line.Token} {line.Detail}".TrimEnd();
}
