using HostedSingleton;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NameClash;

// dotnet run --project samples/NameClash                     two nodes in this process, in memory
// dotnet run --project samples/NameClash -- --Redis=host:port    the same on Redis
var redis = new ConfigurationBuilder().AddCommandLine(args).Build()["Redis"];
var diary = new Diary();
var store = new InMemoryMeshStore();
var mesh = $"nameclash-{Guid.NewGuid():N}";
diary.Say($"Two nodes, one name: Erlang's :global in .NET, {(redis is null ? "in memory" : $"on Redis at {redis}")}.");
try
{
    await TellAsync();
    diary.Say("All of it happened.");
    return 0;
}
catch (StoryBrokenException broken)
{
    diary.Say($"   ✗ {broken.Message}");
    return 1;
}

async Task TellAsync()
{
    await using var node1 = new StoryNode("node1@127.0.0.1", mesh, diary, ChooseStore);
    await using var node2 = new StoryNode("node2@127.0.0.1", mesh, diary, ChooseStore);
    await new Story(diary, node1, node2, TimeProvider.System).TellAsync();
}

void ChooseStore(HostedSingletonBuilder builder) => _ = redis is null ? builder.UseInMemory(store) : builder.UseRedis(redis);
