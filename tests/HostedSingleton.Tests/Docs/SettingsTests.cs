using HostedSingleton.Hosting;
using Microsoft.Extensions.Configuration;

namespace HostedSingleton.Tests.Docs;

public class SettingsTests
{
    [Fact]
    public void Settings_files_name_options_that_exist_and_values_that_may_be_used()
    {
        var files = Page.All.SelectMany(page => page.Fences).Where(fence => fence.Marker.Kind == "settings").ToList();

        Assert.NotEmpty(files);
        Assert.All(files, Check);
    }

    private static void Check(Fence fence)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(fence.Text));
        var mesh = new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("HostedSingleton");
        var services = mesh.GetSection("Services").GetChildren().ToList();
        var own = new ConfigurationBuilder()
            .AddInMemoryCollection(mesh.AsEnumerable(makePathsRelative: true).Where(setting => !setting.Key.StartsWith("Services", StringComparison.Ordinal)))
            .Build();

        var options = own.Get<HostedSingletonOptions>(binder => binder.ErrorOnUnknownConfiguration = true)!;
        Assert.True(new HostedSingletonOptionsRules().Validate(null, options) is { Succeeded: true }, $"{fence.Place}: these settings would fail the start.");
        Assert.All(services, service => Assert.True(
            new GlobalServiceOptionsRules().Validate(service.Key, service.Get<GlobalServiceOptions>(binder => binder.ErrorOnUnknownConfiguration = true)!).Succeeded));
    }
}
