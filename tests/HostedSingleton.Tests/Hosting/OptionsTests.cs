using HostedSingleton.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HostedSingleton.Tests.Hosting;

public class OptionsTests
{
    [Fact]
    public void Defaults_follow_the_beat()
    {
        var usual = new HostedSingletonOptions();
        var slow = new HostedSingletonOptions { Beat = TimeSpan.FromSeconds(2), Lease = TimeSpan.FromSeconds(20) };
        var fast = new HostedSingletonOptions { Beat = TimeSpan.FromMilliseconds(50), Lease = TimeSpan.FromMilliseconds(300) };

        Assert.Equal((0.75, 1, 1, 1, 0.2), Of(usual));
        Assert.Equal((3, 4, 4, 4, 0.2), Of(slow));
        Assert.Equal((0.075, 0.1, 0.1, 0.1, 0.05), Of(fast));

        static (double, double, double, double, double) Of(HostedSingletonOptions o) => (
            o.EffectiveGrace.TotalSeconds, o.EffectiveMargin.TotalSeconds, o.EffectiveConnectTimeout.TotalSeconds, o.EffectiveCommandTimeout.TotalSeconds, o.EffectiveReconnectDelay.TotalSeconds);
    }

    [Theory]
    [InlineData("Lease", "00:00:02", "HostedSingleton:Lease (00:00:02) must be at least 6 beats of HostedSingleton:Beat (00:00:00.5000000). Raise Lease to 00:00:03 or lower Beat.")]
    [InlineData("Beat", "00:00:01", "HostedSingleton:Lease (00:00:05) must be at least 6 beats of HostedSingleton:Beat (00:00:01). Raise Lease to 00:00:06 or lower Beat.")]
    [InlineData("Grace", "00:00:00.7", "HostedSingleton:Grace (00:00:00.7000000) must be at least 1.5 beats of HostedSingleton:Beat (00:00:00.5000000). Raise Grace to 00:00:00.7500000 or lower Beat.")]
    [InlineData("Grace", "00:00:03", "HostedSingleton:Margin (00:00:01) must be at least HostedSingleton:Grace (00:00:03). Raise Margin to 00:00:03 or lower Grace.")]
    [InlineData("Margin", "00:00:05", "HostedSingleton:Margin (00:00:05) must be less than HostedSingleton:Lease (00:00:05). Lower Margin or raise Lease.")]
    [InlineData("ConnectTimeout", "00:00:01.1", "HostedSingleton:ConnectTimeout (00:00:01.1000000) must be at most 2 beats of HostedSingleton:Beat (00:00:00.5000000). Lower ConnectTimeout to 00:00:01 or raise Beat.")]
    [InlineData("CommandTimeout", "00:00:01.1", "HostedSingleton:CommandTimeout (00:00:01.1000000) must be at most 2 beats of HostedSingleton:Beat (00:00:00.5000000). Lower CommandTimeout to 00:00:01 or raise Beat.")]
    [InlineData("ReconnectDelay", "00:00:00.6", "HostedSingleton:ReconnectDelay (00:00:00.6000000) must be at most 1 beat of HostedSingleton:Beat (00:00:00.5000000). Lower ReconnectDelay to 00:00:00.5000000 or raise Beat.")]
    [InlineData("Mesh", "a{b}", "HostedSingleton:Mesh ('a{b}') must have 1 to 255 characters, without control characters and braces. Change Mesh.")]
    public async Task Durations_that_do_not_fit_fail_the_start_with_both_values_and_the_fix(string option, string value, string message)
    {
        var builder = Hosts.Builder(($"HostedSingleton:{option}", value));
        builder.Services.AddHostedSingleton();

        var error = await builder.StartErrorAsync();

        Assert.IsType<OptionsValidationException>(error);
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("HostedSingleton:LeaveTimeout", "00:00:00", "LeaveTimeout must be between")]
    [InlineData("HostedSingleton:Beat", "10675199.02:48:05.4775807", "Beat must be between")]
    [InlineData("HostedSingleton:Lease", "soon", "Failed to convert configuration value 'soon' at 'HostedSingleton:Lease'")]
    [InlineData("HostedSingleton:Services:ScriptedService:ConflictGracePeriod", "-00:00:01", "ConflictGracePeriod must be between")]
    [InlineData("HostedSingleton:Services:ScriptedService:Name", "a\tb", "HostedSingleton:Services:ScriptedService:Name: The global name 'a\\u0009b' has a control character.")]
    [InlineData("HostedSingleton:Services:ScriptedService:Resolver", "Coin", "There is no resolver 'Coin'. Write one of RandomExit, RandomNotify, NotifyAll,")]
    [InlineData("HostedSingleton:Services:ScriptedService:WhenTaken", "7", "HostedSingleton:Services:ScriptedService:WhenTaken (7) is no choice. Write one of Standby, Skip, StopHost.")]
    public async Task A_wrong_value_fails_the_start_with_the_fix(string key, string value, string message)
    {
        var builder = Hosts.Builder((key, value));
        builder.Services.AddGlobalHostedService<ScriptedService>();

        Assert.Contains(message, (await builder.StartErrorAsync()).Message);
    }

    [Fact]
    public async Task A_service_that_is_spread_takes_nothing_back()
    {
        var builder = Hosts.Builder();
        builder.Services.AddGlobalHostedService<ScriptedService>(o => (o.Placement, o.PreferredTakesBack) = (Placement.Spread, true));

        Assert.Contains(
            "HostedSingleton:Services:ScriptedService: Placement (Spread) and PreferredTakesBack (True) do not go together", (await builder.StartErrorAsync()).Message);
    }

    [Fact]
    public async Task Restarts_that_nothing_would_count_fail_the_start_with_both_values_and_the_fix()
    {
        var builder = Hosts.Builder(("HostedSingleton:Services:ScriptedService:MaxRestarts", "3"));
        builder.Services.AddGlobalHostedService<ScriptedService>();

        Assert.Equal(
            "HostedSingleton:Services:ScriptedService: MaxRestarts (3) has no effect while WhenFaulted is FollowHost. Set WhenFaulted to Restart, or leave MaxRestarts out.",
            (await builder.StartErrorAsync()).Message);
    }

    [Theory]
    [InlineData("HostedSingleton:Laese", "HostedSingleton:Laese is no option. Write one of AllowIsolatedRegistration, Beat,")]
    [InlineData("HostedSingleton:Messages:SendTimout", "HostedSingleton:Messages:SendTimout is no option. Write one of CallTimeout,")]
    [InlineData("HostedSingleton:Services:ScriptedService:WhenIsolatd", "HostedSingleton:Services:ScriptedService:WhenIsolatd is no option. Write one of ConflictGracePeriod,")]
    public async Task A_misspelt_option_fails_the_start_with_its_key_and_those_that_there_are(string key, string message)
    {
        var builder = Hosts.Builder((key, "Stop"));
        builder.Services.AddGlobalHostedService<ScriptedService>();

        var error = await builder.StartErrorAsync();

        Assert.IsType<OptionsValidationException>(error);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_any_case_and_a_service_whose_name_goes_on_after_anothers_are_no_misspellings()
    {
        var builder = Hosts.Builder(("hostedsingleton:lease", "00:00:30"), ("HostedSingleton:services:orders:priority", "1"), ("HostedSingleton:Services:orders:relay:Priority", "2"));
        builder.Services.AddGlobalHostedService<ScriptedService>("orders").AddGlobalHostedService<ScriptedService>("orders:relay");
        using var host = builder.Build();
        var services = host.Services.GetRequiredService<IOptionsMonitor<GlobalServiceOptions>>();

        Assert.Equal(TimeSpan.FromSeconds(30), host.Services.GetRequiredService<IOptions<HostedSingletonOptions>>().Value.Lease);
        Assert.Equal((1, 2), (services.Get("orders").Priority, services.Get("orders:relay").Priority));
    }

    [Fact]
    public async Task A_section_for_a_service_that_this_host_has_not_is_warned_about_with_those_it_has()
    {
        var builder = Hosts.Builder(
            ("HostedSingleton:Services:oders:Priority", "1"), ("HostedSingleton:Services:Orders:Priority", "1"), ("HostedSingleton:Services:mail:out:Priority", "1"));
        builder.Services.AddGlobalHostedService<ScriptedService>("orders").AddGlobalHostedService<ScriptedService>("mail:out");
        using var host = builder.Build();
        await host.StartAsync();

        var line = Assert.Single(host.Services.GetFakeLogCollector().GetSnapshot(), line => line.Id.Id == EventIds.HostServiceUnknown);
        Assert.StartsWith("HostedSingleton:Services has 'oders', and this host has no service that was added under that name; it has 'orders', 'mail:out'.", line.Message, StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public void Options_are_read_from_configuration()
    {
        var builder = Hosts.Builder(
            ("HostedSingleton:Lease", "00:00:30"),
            ("HostedSingleton:Labels:zone", "b"),
            ("HostedSingleton:Services:orders:WhenIsolated", "Stop"),
            ("HostedSingleton:Services:orders:Resolver", "KeepOldest"),
            ("HostedSingleton:Services:orders:Labels:tier", "gold"));
        builder.Services.AddGlobalHostedService<ScriptedService>("orders");
        using var host = builder.Build();
        var mesh = host.Services.GetRequiredService<IOptions<HostedSingletonOptions>>().Value;
        var service = host.Services.GetRequiredService<IOptionsMonitor<GlobalServiceOptions>>().Get("orders");

        Assert.Equal((TimeSpan.FromSeconds(30), "b"), (mesh.Lease, mesh.Labels["zone"]));
        Assert.Equal((WhenIsolated.Stop, Resolvers.KeepOldest, "gold"), (service.WhenIsolated, service.Resolver, service.Labels["tier"]));
    }

    [Fact]
    public void Code_wins_over_configuration_wherever_it_stands()
    {
        var builder = Hosts.Builder(
            ("HostedSingleton:Mesh", "configured"), ("HostedSingleton:Node", "configured"), ("HostedSingleton:Services:orders:Priority", "1"), ("HostedSingleton:Services:mail:Priority", "1"));
        builder.Services.Configure<HostedSingletonOptions>(o => o.Mesh = "coded");
        builder.Services.Configure<GlobalServiceOptions>("mail", o => o.Priority = 2);
        builder.Services.AddHostedSingleton(o => o.Node = "coded");
        builder.Services.AddGlobalHostedService<ScriptedService>("orders", o => o.Priority = 2).AddGlobalHostedService<ScriptedService>("mail");
        using var host = builder.Build();
        var mesh = host.Services.GetRequiredService<INodeMesh>();
        var services = host.Services.GetRequiredService<IOptionsMonitor<GlobalServiceOptions>>();

        Assert.Equal(("coded", "coded"), (mesh.Name, mesh.Self.Name));
        Assert.Equal((2, 2), (services.Get("orders").Priority, services.Get("mail").Priority));
    }
}
