using System.Reflection;
using HostedSingleton.Redis;
using HostedSingleton.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace HostedSingleton.Tests.Docs;

/// <summary>The assemblies that the pages are about.</summary>
internal static class Assemblies
{
    public static IReadOnlyList<Assembly> Ours { get; } = [typeof(GlobalName).Assembly, typeof(RedisKeys).Assembly, typeof(SingletonTestBed).Assembly];

    /// <summary>Those of others that they name types of.</summary>
    public static IReadOnlyList<Assembly> Others { get; } =
        [typeof(Host).Assembly, typeof(BackgroundService).Assembly, typeof(ServiceKeyAttribute).Assembly, typeof(ConnectionMultiplexer).Assembly, typeof(System.Text.Json.JsonElement).Assembly, typeof(object).Assembly];
}
