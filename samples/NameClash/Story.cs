using HostedSingleton;
using Storytelling;

namespace NameClash;

/// <summary>
/// The clash of "Clash of The Titans", step by step: two unconnected nodes register one global name; when they connect, the resolver keeps one; the
/// other is told, cleans up, stops and stands by; when the winner leaves, it takes over.
/// </summary>
internal sealed class Story(Narrator narrator, Diary<Happening> diary, StoryNode node1, StoryNode node2)
{
    private static readonly GlobalName MyGlobal = "MyGlobal";

    public async Task TellAsync()
    {
        await StartAsync();
        await ConnectAsync();
        var (winner, loser) = await ResolveAsync();
        await AgreeAsync(winner);
        await TakeOverAsync(winner, loser);
        await narrator.Within(loser.StopAsync, $"{loser.Name} to leave");
    }

    private async Task StartAsync()
    {
        narrator.Say("1. Two nodes start, unconnected. Each registers MyGlobal on its own island, and gets it.");
        await narrator.Within(node1.StartAsync, "node1 to start");
        await narrator.Within(node2.StartAsync, "node2 to start");
        await narrator.Holds(() => diary.Count(node1.Name, Happening.Runs) == 1, "MyGlobal runs on node1");
        await narrator.Holds(() => diary.Count(node2.Name, Happening.Runs) == 1, "MyGlobal runs on node2 as well");
        await narrator.Holds(() => (node1.WhereIs(MyGlobal), node2.WhereIs(MyGlobal)) == (node1.Name, node2.Name), "WhereIs(MyGlobal) is node1 on node1, and node2 on node2");
    }

    private async Task ConnectAsync()
    {
        narrator.Say("2. The nodes connect. One name, two owners: the resolver decides.");
        await narrator.Within(node1.Mesh.ConnectAsync, "node1 to connect");
        await narrator.Within(node2.Mesh.ConnectAsync, "node2 to connect");
        await narrator.Holds(() => node1.Mesh.Nodes.Count == 2 && node2.Mesh.Nodes.Count == 2, "Nodes has both, on both");
    }

    private async Task<(StoryNode Winner, StoryNode Loser)> ResolveAsync()
    {
        await narrator.Holds(() => diary.Count(node1.Name, Happening.Stopped) + diary.Count(node2.Name, Happening.Stopped) == 1, "exactly one of the two has stopped");
        var (winner, loser) = diary.Count(node1.Name, Happening.Stopped) == 1 ? (node2, node1) : (node1, node2);
        await narrator.Holds(() => (diary.Count(loser.Name, Happening.Told), diary.Count(winner.Name, Happening.Told)) == (1, 0), $"{loser.Name} was told once, {winner.Name} was not");
        await narrator.Holds(() => diary.InOrder((loser.Name, Happening.CleanedUp), (loser.Name, Happening.Stopped)), $"{loser.Name} cleaned up before it stopped");
        await narrator.Holds(() => diary.Count(loser.Name, Happening.StandsBy) == 1, $"{loser.Name} stands by");
        return (winner, loser);
    }

    private async Task AgreeAsync(StoryNode winner)
    {
        narrator.Say("3. Both nodes agree.");
        await narrator.Within(node1.Registry.SyncAsync, "node1 to be current");
        await narrator.Within(node2.Registry.SyncAsync, "node2 to be current");
        await narrator.Holds(() => (node1.WhereIs(MyGlobal), node2.WhereIs(MyGlobal)) == (winner.Name, winner.Name), $"WhereIs(MyGlobal) is {winner.Name} on both");
        await narrator.Holds(() => diary.Count(winner.Name, Happening.Stopped) == 0, $"MyGlobal has run on {winner.Name} all the time");
    }

    private async Task TakeOverAsync(StoryNode winner, StoryNode loser)
    {
        narrator.Say("4. The winner leaves. The loser takes over.");
        await narrator.Within(winner.StopAsync, $"{winner.Name} to leave");
        await narrator.Holds(() => diary.Count(loser.Name, Happening.Runs) == 2, $"MyGlobal runs on {loser.Name} again");
        await narrator.Holds(() => diary.InOrder((winner.Name, Happening.Stopped), (loser.Name, Happening.Runs)), "the one had stopped before the other started");
        await narrator.Holds(() => loser.WhereIs(MyGlobal) == loser.Name && loser.Registry.WhereIs(MyGlobal)!.Token > FencingToken.None, $"WhereIs(MyGlobal) is {loser.Name}, with a fencing token");
    }
}
