namespace HostedSingleton.Messaging;

/// <summary>What has been accepted and not been handled yet, in order and bounded.</summary>
/// <typeparam name="TLetter">What lies in it.</typeparam>
internal sealed class MailboxMachine<TLetter>(int capacity, WhenMailboxFull whenFull)
    where TLetter : class
{
    private readonly Queue<TLetter> _letters = new();
    private bool _closed;

    /// <summary>How many wait.</summary>
    public int Count => _letters.Count;

    /// <summary>Whether it takes no more.</summary>
    public bool IsClosed => _closed;

    /// <summary>Puts a letter in, if it may.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="dropped">What had to go for it, which was accepted before.</param>
    public MessageAnswer Offer(TLetter letter, out TLetter? dropped)
    {
        dropped = null;
        if (_closed)
        {
            return MessageAnswer.NoMailbox;
        }

        if (_letters.Count >= capacity)
        {
            if (whenFull == WhenMailboxFull.Refuse)
            {
                return MessageAnswer.Full;
            }

            dropped = _letters.Dequeue();
        }

        _letters.Enqueue(letter);
        return MessageAnswer.Accepted;
    }

    /// <summary>Takes the oldest out; null when there is none.</summary>
    public TLetter? Take() => _letters.TryDequeue(out var letter) ? letter : null;

    /// <summary>Takes no more, and gives what nobody will handle: it is lost with its owner.</summary>
    public IReadOnlyList<TLetter> Close()
    {
        _closed = true;
        TLetter[] lost = [.. _letters];
        _letters.Clear();
        return lost;
    }

}
