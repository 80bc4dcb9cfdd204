using HostedSingleton;
using Microsoft.Extensions.DependencyInjection;
using NameClash;

// dotnet run --project samples/NameClash
var diary = new Diary();
var store = new InMemoryMeshStore();
var mesh = $"nameclash-{Guid.NewGuid():N}";
diary.Say("Two nodes, one name: Erlang's :global in .NET, in memory.");
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

void ChooseStore(HostedSingletonBuilder builder) => builder.UseInMemory(store);
