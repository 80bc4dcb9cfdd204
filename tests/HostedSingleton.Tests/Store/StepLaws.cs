using HostedSingleton.Store;
using HostedSingleton.Store.Memory;

namespace HostedSingleton.Tests.Store;

/// <summary>What is true of every step from one state to the next.</summary>
internal sealed class StepLaws
{
    private readonly Dictionary<GlobalName, FencingToken> _highest = [];
    private long _generation;

    public void Check(StoreCommand command, MemoryState before, MemoryState after, bool tokensGrow)
    {
        if (after.Generation != _generation)
        {
            _generation = after.Generation;
            if (!tokensGrow)
            {
                _highest.Clear();
            }
        }

        if (after.Settling)
        {
            Assert.DoesNotContain(after.Nodes.Values, n => n.Down == NodeDownReason.LeaseEnded && before.Nodes[n.Node].Down is null);
        }

        var nobody = new NameRow("nobody");
        foreach (var name in before.Names.Keys.Union(after.Names.Keys))
        {
            var step = new NameStep(command, before, after, before.Names.GetValueOrDefault(name) ?? nobody, after.Names.GetValueOrDefault(name) ?? nobody);
            CheckTokens(name, step);
            step.Check();
        }
    }

    private void CheckTokens(GlobalName name, NameStep step)
    {
        if (step.After.Owner is { } owner && owner != step.Before.Owner)
        {
            var highest = _highest.GetValueOrDefault(name);
            Law.Holds(owner.Token > highest, () => $"{name} was granted to {owner} after token {highest}.");
            _highest[name] = owner.Token;
        }
    }
}
