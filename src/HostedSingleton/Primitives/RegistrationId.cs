namespace HostedSingleton;

/// <summary>
/// One registration among all, Erlang's pid: the node and a number that node gives once.
/// </summary>
/// <param name="Node">The node that holds it.</param>
/// <param name="Number">The node's own count of its registrations, from 1.</param>
public readonly record struct RegistrationId(NodeId Node, long Number)
{
    /// <summary>The registration as text, <c>node#incarnation/number</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Node}/{Number}";
}
