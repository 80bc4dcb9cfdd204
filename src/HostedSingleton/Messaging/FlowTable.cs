namespace HostedSingleton.Messaging;

/// <summary>The flows that come to this node. Bounded: those that were not used for longest go first.</summary>
internal sealed class FlowTable(int generation)
{
    private Dictionary<(NodeId From, long Flow), FlowMachine> _recent = [];
    private Dictionary<(NodeId From, long Flow), FlowMachine> _older = [];

    /// <summary>The flow of a message, begun if it is new.</summary>
    public FlowMachine Of(Envelope.Message message, MessageRoute route)
    {
        var key = (message.From, message.Flow);
        if (_recent.TryGetValue(key, out var flow))
        {
            return flow;
        }

        if (!_older.Remove(key, out flow))
        {
            flow = new FlowMachine(message.Name, route);
        }

        if (_recent.Count >= generation)
        {
            (_older, _recent) = (_recent, []);
        }

        _recent.Add(key, flow);
        return flow;
    }

    /// <summary>A node is gone, and its flows with it.</summary>
    public void Forget(NodeId node)
    {
        foreach (var table in new[] { _recent, _older })
        {
            foreach (var key in table.Keys.Where(k => k.From == node).ToArray())
            {
                table.Remove(key);
            }
        }
    }
}
