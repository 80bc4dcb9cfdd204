namespace HostedSingleton.Chaos;

/// <summary>Draws kinds as from a deck of cards: each comes once before any comes again, so a short run has them all.</summary>
internal sealed class Deck(IReadOnlyList<FaultKind> kinds, Random random)
{
    private readonly Queue<FaultKind> _left = new();

    /// <summary>Draws the next one.</summary>
    public FaultKind Next()
    {
        if (_left.Count == 0)
        {
            var shuffled = kinds.ToArray();
            random.Shuffle(shuffled);
            Array.ForEach(shuffled, _left.Enqueue);
        }

        return _left.Dequeue();
    }
}
