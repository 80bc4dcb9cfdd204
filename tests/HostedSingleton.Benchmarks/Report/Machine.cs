using System.Globalization;
using System.Runtime.InteropServices;

namespace HostedSingleton.Benchmarks;

/// <summary>Where and when the figures were measured.</summary>
/// <param name="Processor">Its name, and how many of it the program may use.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">.NET.</param>
/// <param name="Redis">The server.</param>
/// <param name="Date">The day, UTC.</param>
internal sealed record Machine(string Processor, string System, string Runtime, string Redis, string Date)
{
    /// <summary>This machine.</summary>
    public static Machine This(string redis) => new(
        $"{Environment.ProcessorCount} × {ProcessorName()}",
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        redis,
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => $"{Date}, {Processor}, {System}, {Runtime}, {Redis}";

    private static string ProcessorName()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
