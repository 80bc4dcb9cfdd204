using System.Text;
using System.Text.Json;

namespace Peers;

/// <summary>Tells what happens in the words of the Worker sample, so that the same rows measure it.</summary>
internal sealed class Teller
{
    private readonly Lock _gate = new();
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Dictionary<string, string> _switches;

    /// <summary>Reads the switches of the Worker sample; most mean nothing to a peer.</summary>
    public Teller(string[] args) => _switches = args.Select(arg => arg.TrimStart('-').Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>A switch.</summary>
    public string this[string name] => _switches[name];

    /// <summary>Writes a line at once.</summary>
    public void Tell(string happened)
    {
        lock (_gate)
        {
            var micros = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            var name = happened is "joined" ? null : this["Name"];
            _output.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { t = micros, node = this["Node"], @event = happened, name }) + "\n"));
            _output.Flush();
        }
    }
}
