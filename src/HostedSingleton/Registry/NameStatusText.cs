using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>Puts a name's record and queue into words.</summary>
internal static class NameStatusText
{
    public static NameStatus Of(GlobalName name, NodeId self, StatusReply status)
    {
        var place = status.Queue.TakeWhile(id => id.Node != self).Count() + 1;
        int? mine = place <= status.Queue.Length ? place : null;
        return new NameStatus
        {
            Name = name, Owner = status.Record.Owner, Queue = status.Queue, Ending = status.Record.Ending, MyPlace = mine, FromStore = true,
            WhyNotMe = status.Record.Owner?.Node == self ? null : WhyNot(status, mine),
        };
    }

    public static NameStatus Unasked(GlobalName name, NodeId self, GlobalOwner? owner, MeshState state) => new()
    {
        Name = name, Owner = owner,
        WhyNotMe = owner?.Node == self ? null : $"The store gives no answer (this node is {state}). The owner shown is the last one this node has seen.",
    };

    private static string WhyNot(StatusReply status, int? mine) =>
        status.Record.Owner is { } owner ? $"{owner} owns it. {PlaceOf(mine)}"
        : status.Record.Ending.Length > 0 ? $"It is free as soon as {string.Join(" and ", status.Record.Ending)} has stopped. {PlaceOf(mine)}"
        : status.Settling ? $"The store began a new life and settles: it hands nothing over until its longest lease has run. {PlaceOf(mine)}"
        : mine is null ? "Nobody owns it, and this node does not ask for it."
        : $"Nobody owns it yet. {PlaceOf(mine)}";

    private static string PlaceOf(int? mine) => mine is null ? "This node does not wait for it." : $"This node is number {mine} in its queue.";
}
