using HostedSingleton;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using QueuePoller;
using StackExchange.Redis;
using Storytelling;

// dotnet run --project samples/QueuePoller                         a story in this process, in memory
// dotnet run --project samples/QueuePoller -- --Redis=host:port    one worker of many, until it is stopped; --Node=name names it
var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
return settings["Redis"] is { } redis ? await WorkAsync(redis, settings["Node"]) : await TellAsync();

static async Task<int> WorkAsync(string redis, string? node)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton<IConnectionMultiplexer>(await ConnectionMultiplexer.ConnectAsync(redis));
    builder.Services.AddSingleton<IThirdPartyQueue, RedisQueue>().AddSingleton<IFencedSink, RedisSink>();
    builder.Services.AddSingleton<Journal>((name, _, text) => Console.WriteLine($"{name} {text}"));
    builder.Services.AddHostedSingleton(o => (o.Mesh, o.Node) = ("queuepoller", node)).UseRedis(redis);
    builder.Services.AddGlobalHostedService<Poller>(o => o.Resolver = Resolvers.KeepNewest);
    Console.WriteLine($"Polls the list {RedisQueue.Key} into the hash {RedisSink.Written}. Fill it: redis-cli rpush {RedisQueue.Key} \"order 1\"");
    await builder.Build().RunAsync();
    return 0;
}

static Task<int> TellAsync()
{
    var (diary, store, queue, sink) = (new Diary<Happening>(), new InMemoryMeshStore(), new MemoryQueue(TimeProvider.System), new MemorySink());
    diary.Say("A third party's queue, and one poller for the whole application.");
    return Narrator.TellAsync(diary.Say, async narrator =>
    {
        await using var node1 = new StoryNode("node1", Add);
        await using var node2 = new StoryNode("node2", Add);
        await new Story(narrator, diary, sink, node1, node2).TellAsync();
        narrator.Say("All of it happened.");
    });

    void Add(IServiceCollection services)
    {
        services.AddSingleton<IThirdPartyQueue>(queue).AddSingleton<IFencedSink>(sink).AddSingleton<Journal>(diary.Note);
        // A new mesh hands nothing over for one lease, and the reader waits.
        services.AddHostedSingleton(o => (o.Mesh, o.Lease, o.Beat) = ("queuepoller", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.25))).UseInMemory(store);

        // The newer owner's token is the one that the sink takes.
        services.AddGlobalHostedService<Poller>(o => o.Resolver = Resolvers.KeepNewest);
    }
}
