using HostedSingleton;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NameClash;
using Storytelling;

// dotnet run --project samples/NameClash                     two nodes in this process, in memory
// dotnet run --project samples/NameClash -- --Redis=host:port    the same on Redis
var redis = new ConfigurationBuilder().AddCommandLine(args).Build()["Redis"];
var diary = new Diary<Happening>();
var store = new InMemoryMeshStore();
var mesh = $"nameclash-{Guid.NewGuid():N}";
diary.Say($"Two nodes, one name: Erlang's :global in .NET, {(redis is null ? "in memory" : $"on Redis at {redis}")}.");
return await Narrator.TellAsync(diary.Say, async narrator =>
{
    await using var node1 = new StoryNode("node1@127.0.0.1", Add);
    await using var node2 = new StoryNode("node2@127.0.0.1", Add);
    await new Story(narrator, diary, node1, node2).TellAsync();
    narrator.Say("All of it happened.");
});

// Each starts unconnected, as iex --name node1@127.0.0.1 does.
void Add(IServiceCollection services)
{
    services.AddSingleton(diary);
    var added = services.AddHostedSingleton(o => (o.Mesh, o.ConnectAtStart, o.AllowIsolatedRegistration) = (mesh, false, true));
    _ = redis is null ? added.UseInMemory(store) : added.UseRedis(redis);
    added.AddGlobalHostedService<MyGlobal>();
}
