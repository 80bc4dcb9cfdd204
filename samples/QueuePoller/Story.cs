using HostedSingleton;
using Storytelling;

namespace QueuePoller;

/// <summary>
/// What a poller of one queue needs, step by step: one poller for the whole application; when its node is cut off, another takes over and the sink refuses
/// the first one's writes; when the cut heals, the loser is told, finishes what it has in hand, and stands by.
/// </summary>
internal sealed class Story(Narrator narrator, Diary<Happening> diary, MemorySink sink, StoryNode node1, StoryNode node2)
{
    private static readonly GlobalName Name = "queue-poller";

    public async Task TellAsync()
    {
        await StartAsync();
        await CutAsync();
        await HealAsync();
        await StopAsync();
    }

    private async Task StartAsync()
    {
        narrator.Say("1. Two nodes start. One polls, the other stands by.");
        await narrator.Within(node1.StartAsync, "node1 to start");
        await narrator.Holds(() => Count(node1, Happening.Wrote) >= 3, "node1 polls");
        await narrator.Within(node2.StartAsync, "node2 to start");
        await narrator.Holds(() => Count(node2, Happening.StandsBy) == 1 && Count(node2, Happening.Polls) == 0, "node2 stands by");
    }

    private async Task CutAsync()
    {
        narrator.Say("2. node1 is cut off from the mesh. It polls on; its heir polls too, and its writes count.");
        await narrator.Within(node1.Mesh.DisconnectAsync, "node1 to be cut off");
        await narrator.Holds(() => Count(node2, Happening.Wrote) >= 2, "node2 has taken over");
        await narrator.Holds(() => Count(node1, Happening.Refused) >= 1, "the sink refuses the stale token of node1");
        await narrator.Holds(() => diary.InOrder((node1.Name, Happening.Wrote), (node2.Name, Happening.Wrote)) && Count(node1, Happening.Stopped) == 0, "node1 still runs, and has written nothing since");
    }

    private async Task HealAsync()
    {
        narrator.Say("3. The cut heals. Two pollers, one name: the resolver keeps the newer one.");
        await narrator.Within(node1.Mesh.ConnectAsync, "node1 to be back");
        await narrator.Holds(() => Count(node1, Happening.Told) == 1 && Count(node2, Happening.Told) == 0, "node1 is told, once");
        await narrator.Holds(() => Count(node1, Happening.Stopped) == 1 && diary.InOrder((node1.Name, Happening.Told), (node1.Name, Happening.Stopped)), "node1 has stopped after it was told");
        await narrator.Holds(() => Count(node1, Happening.StandsBy) == 1 && Count(node2, Happening.Stopped) == 0, "node1 stands by, node2 polls on");
    }

    private async Task StopAsync()
    {
        narrator.Say("4. node2 is stopped. It finishes its message, and node1 polls again.");
        await narrator.Within(node2.StopAsync, "node2 to stop");
        await narrator.Holds(() => Count(node1, Happening.Polls) == 2, "node1 has taken over");
        await narrator.Holds(() => diary.InOrder((node2.Name, Happening.Stopped), (node1.Name, Happening.Polls)), "node2 had stopped before node1 started");
        await narrator.Holds(() => diary.InOrder((node1.Name, Happening.Polls), (node1.Name, Happening.Wrote)), "the sink takes the new token of node1");
        await narrator.Within(node1.StopAsync, "node1 to stop");
        await narrator.Holds(() => node1.WhereIs(Name) is null && sink.IsInOrder, "no order is missing, and none was written under a smaller token than the one before it");
    }

    private int Count(StoryNode node, Happening what) => diary.Count(node.Name, what);
}
