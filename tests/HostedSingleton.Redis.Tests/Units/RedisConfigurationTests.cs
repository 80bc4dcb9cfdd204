using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>Configurations that cannot work fail the start with one message that names the fix.</summary>
public sealed class RedisConfigurationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("password=hush")]
    public async Task A_configuration_without_a_server_fails_the_start(string configuration)
    {
        var error = await StartErrorAsync(builder => builder.UseRedis(configuration));

        Assert.Contains("names no server", error.Message);
        Assert.Contains("localhost:6379", error.Message);
        Assert.DoesNotContain("hush", error.ToString());
    }

    [Theory]
    [InlineData("localhost:6379,pasword=hush", "pasword")]
    [InlineData("localhost:6379,ssl=perhaps,password=hush", "ssl")]
    public async Task A_configuration_that_cannot_be_read_fails_the_start(string configuration, string culprit)
    {
        var error = await StartErrorAsync(builder => builder.UseRedis(configuration));

        Assert.Contains("UseRedis cannot be read", error.Message);
        Assert.Contains(culprit, error.Message);
        Assert.DoesNotContain("hush", error.ToString());
    }

    [Fact]
    public async Task Options_without_a_server_fail_the_start() =>
        Assert.Contains("names no server", (await StartErrorAsync(builder => builder.UseRedis(new ConfigurationOptions()))).Message);

    [Fact]
    public void The_description_has_servers_and_no_secrets()
    {
        var store = new RedisMeshStore(
            ConfigurationOptions.Parse("redis-1:6379,10.0.0.2:6380,password=hush,user=me,serviceName=orders"), null, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        Assert.Equal("Redis at redis-1:6379, 10.0.0.2:6380 (sentinels of orders)", store.Description);
    }

    [Theory]
    [InlineData("orders", "hs:{orders}:meta")]
    [InlineData("}orders{", "hs:{%7Dorders%7B}:meta")]
    [InlineData("100%", "hs:{100%25}:meta")]
    public void Whatever_the_mesh_is_called_its_keys_share_one_hash_tag(string mesh, string meta)
    {
        var keys = new RedisKeys(mesh, 0);
        string TagOf(string key) => key[(key.IndexOf('{') + 1)..key.IndexOf('}')];

        Assert.Equal(meta, keys.All[0].ToString());
        Assert.Single(keys.All.Select(key => TagOf(key.ToString())).Append(TagOf(keys.Channel.ToString())).Distinct());
    }

    [Fact]
    public void Channels_know_their_database_because_a_servers_databases_share_them()
    {
        Assert.Equal("hs:{m}:events", new RedisKeys("m", 0).Channel.ToString());
        Assert.Equal("hs:{m}:events@3", new RedisKeys("m", 3).Channel.ToString());
    }

    private static async Task<InvalidOperationException> StartErrorAsync(Action<HostedSingletonBuilder> use)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        use(builder.Services.AddHostedSingleton());
        return await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            using var host = builder.Build();
            await host.StartAsync();
        });
    }
}
