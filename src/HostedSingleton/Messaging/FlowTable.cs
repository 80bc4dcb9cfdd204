namespace HostedSingleton.Messaging;

/// <summary>
/// The flows that come to this node. Bounded: those that were not used for longest go first. A sender that is gone stays, because it may come back and ask
/// for what it was not answered.
/// </summary>
internal sealed class FlowTable(int generation)
{
    private Dictionary<(NodeId From, long Flow), FlowMachine> _recent = [];
    private Dictionary<(NodeId From, long Flow), FlowMachine> _older = [];

    /// <summary>The flow of a message, or null when it is new.</summary>
    public FlowMachine? Find(Envelope.Message message)
    {
        var key = (message.From, message.Flow);
        if (!_recent.TryGetValue(key, out var flow) && _older.Remove(key, out flow))
        {
            Keep(key, flow);
        }

        return flow;
    }

    /// <summary>Begins the flow of a message.</summary>
    public FlowMachine Begin(Envelope.Message message, MessageRoute route)
    {
        var flow = new FlowMachine(message.Name, route);
        Keep((message.From, message.Flow), flow);
        return flow;
    }

    private void Keep((NodeId From, long Flow) key, FlowMachine flow)
    {
        if (_recent.Count >= generation)
        {
            (_older, _recent) = (_recent, []);
        }

        _recent.Add(key, flow);
    }
}
