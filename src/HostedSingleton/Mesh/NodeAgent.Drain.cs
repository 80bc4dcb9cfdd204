using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>Whether nodes drain is state, not a message: it stands in their records, and each brings its own word when it joins.</summary>
internal sealed partial class NodeAgent
{
    /// <summary>Whether this node drains.</summary>
    public DrainState Drain { get; } = new();

    /// <summary>Says that this node drains, or no longer does. It counts here at once; the mesh hears of it when it can.</summary>
    public void SayDrain(bool isDraining)
    {
        Drain.Say(isDraining, WallClock);
        Post(_ => TellDrain());
    }

    /// <summary>Says that another node drains, or no longer does.</summary>
    /// <returns>The store's answer: whether that node is up and hears of it.</returns>
    public Task<StoreReply> SayDrainAsync(NodeId target, bool isDraining) => AskAsync(() =>
        MaySend ? new DrainCommand(_settings.Node, Session, target, (Members.Find(target)?.Drain ?? default).Next(isDraining, WallClock)) : null);

    /// <summary>Tells the store what it does not show yet. Done again at each beat, because an answer may be lost.</summary>
    private void TellDrain()
    {
        if (MaySend && Members.Find(_settings.Node) is { } shown && Drain.Word.IsNewerThan(shown.Drain))
        {
            Send(new DrainCommand(_settings.Node, Session, _settings.Node, Drain.Word), (_, _) => { });
        }
    }

    private void HearDrain(IEnumerable<NodeRecord> nodes)
    {
        foreach (var own in nodes.Where(node => node.Node == _settings.Node))
        {
            Drain.Hear(own.Drain);
        }
    }
}
