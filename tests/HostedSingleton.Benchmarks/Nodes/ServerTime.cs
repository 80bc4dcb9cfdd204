using System.Globalization;
using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>What a server tells of itself.</summary>
internal static class ServerTime
{
    /// <summary>The processor time that the server has used, in seconds.</summary>
    public static async Task<double> ReadAsync(RedisTalk talk)
    {
        var info = await talk.AskAsync("INFO cpu");
        return Value(info, "used_cpu_sys_main_thread") + Value(info, "used_cpu_user_main_thread");
    }

    /// <summary>How many commands the server has run, those inside scripts not counted.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CallsAsync(RedisTalk talk)
    {
        var info = await talk.AskAsync("INFO commandstats");
        return info.Split("\r\n").Where(line => line.StartsWith("cmdstat_", StringComparison.Ordinal)).ToDictionary(
            line => line["cmdstat_".Length..line.IndexOf(':', StringComparison.Ordinal)],
            line => long.Parse(line.Split("calls=")[1].Split(',')[0], CultureInfo.InvariantCulture));
    }

    private static double Value(string info, string field) =>
        double.Parse(info.Split("\r\n").First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split(':')[1], CultureInfo.InvariantCulture);
}
