using HostedSingleton.Store.Memory;

namespace HostedSingleton.Redis.Tests;

/// <summary>All that the reference has, as lines of text.</summary>
internal static class MemoryPicture
{
    public static IEnumerable<string> Of(MemoryState state)
    {
        yield return $"generation={state.Generation} version={state.Version} last={state.LastNumber} clock={state.Clock} time={state.LastTime} "
            + $"opened={state.OpenedAt} longest={state.LongestLease} settles={state.SettlesAt} fresh={state.Fresh} joined={state.Joined}";
        foreach (var node in state.Nodes.Values.OrderBy(n => n.Node.ToString(), StringComparer.Ordinal))
        {
            yield return Node(node);
        }

        foreach (var row in state.Names.Values.OrderBy(n => n.Name.Value, StringComparer.Ordinal))
        {
            yield return Name(row);
        }

        yield return $"pending: {string.Join(", ", state.Pending.Select(name => name.Value).Order(StringComparer.Ordinal))}";
    }

    private static string Node(NodeRow node) =>
        $"node {node.Node} session={node.Session} generation={node.Generation} lease={node.Lease} grace={node.Grace} beat={node.Beat} down={node.Down} "
        + (node.Down is null ? $"deadline={node.Deadline} beaten={node.BeatAt}" : $"forget={node.ForgetAt}")
        + $" told={node.Told.Version} started={node.Told.StartedAt} drain={node.Told.Drain.Mark} labels={Dump.Of(node.Told.Labels)}";

    private static string Name(NameRow row) => $"name {row.Name.Value} told={row.Told.Version} owner={Dump.Of(row.Owner)} stop={row.Owner is not null && row.Stop} "
        + $"completed={row.Completed} over={row.HandingOver} ending={Dump.Of(row.Ending)} next={Dump.Of(row.Next)} "
        + $"lost={string.Join(' ', row.Lost.Select(l => $"{Dump.Of(l.Loss)}@{l.Until}"))} "
        + $"reaped={string.Join(' ', row.Reaped.Select(r => $"{Dump.Of(r.Owner)}@{r.Until}"))} "
        + $"queue={string.Join(' ', row.Queue.Select(Waiter))}";

    private static string Waiter(Waiter waiter) =>
        $"{waiter.Id}:{waiter.Ticket}:{waiter.FormerToken}:{waiter.Spec.Stop}:{waiter.Spec.Priority}:{Dump.Of(waiter.Spec.Labels)}";
}
