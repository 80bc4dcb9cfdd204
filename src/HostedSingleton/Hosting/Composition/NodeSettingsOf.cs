using System.Collections.Immutable;
using System.Security.Cryptography;
using HostedSingleton.Mesh;
using HostedSingleton.Store;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Hosting;

/// <summary>Fills in what the options leave open.</summary>
internal static class NodeSettingsOf
{
    private const int IncarnationBits = 12;

    public static NodeSettings Options(HostedSingletonOptions options, IHostEnvironment? environment, TimeProvider time) => new()
    {
        Mesh = options.Mesh ?? MeshOf(environment),
        Node = new NodeId(options.Node ?? DefaultNode(), Incarnation(time)),
        Lease = options.Lease,
        Beat = options.Beat,
        Grace = options.EffectiveGrace,
        Margin = options.EffectiveMargin,
        Store = new StoreTiming(options.EffectiveConnectTimeout, options.EffectiveCommandTimeout, options.EffectiveReconnectDelay),
        ResolverTimeout = options.ResolverTimeout,
        CrashDetection = options.CrashDetection,
        WatchInterval = options.WatchInterval,
        ConnectAtStart = options.ConnectAtStart,
        AllowIsolatedRegistration = options.AllowIsolatedRegistration,
        WhenNodeTaken = options.WhenNodeTaken,
        Labels = options.Labels.ToImmutableDictionary(StringComparer.Ordinal),
        Seed = RandomNumberGenerator.GetInt32(int.MaxValue),
    };

    private static string MeshOf(IHostEnvironment? environment)
    {
        var mesh = $"{environment?.ApplicationName ?? AppDomain.CurrentDomain.FriendlyName}.{environment?.EnvironmentName ?? Environments.Production}".ToLowerInvariant();
        return HostedSingletonOptionsRules.NameProblem(nameof(HostedSingletonOptions.Mesh), mesh) is { } problem ? throw new InvalidOperationException(problem) : mesh;
    }

    private static string DefaultNode() =>
        $"{Environment.MachineName}-{Environment.ProcessId}-{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 4)}";

    /// <summary>Milliseconds since 1970, and chance below them: two nodes of one name that start in one instant are two.</summary>
    private static long Incarnation(TimeProvider time) =>
        (time.GetUtcNow().ToUnixTimeMilliseconds() << IncarnationBits) | (uint)RandomNumberGenerator.GetInt32(1 << IncarnationBits);
}
