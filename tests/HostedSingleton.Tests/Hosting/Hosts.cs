using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Tests.Hosting;

/// <summary>Real hosts without files, environment or console.</summary>
internal static class Hosts
{
    public static HostApplicationBuilder Builder(params (string Key, string Value)[] configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "Orders", EnvironmentName = "Staging" });
        builder.Configuration.AddInMemoryCollection(configuration.ToDictionary(c => c.Key, string? (c) => c.Value));
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddFakeLogging();
        return builder;
    }

    /// <summary>Starts the host and returns the error that this must end in.</summary>
    public static async Task<Exception> StartErrorAsync(this HostApplicationBuilder builder)
    {
        using var host = builder.Build();
        var error = await Record.ExceptionAsync(() => host.StartAsync());
        Assert.NotNull(error);
        return error;
    }
}
