using System.Runtime.CompilerServices;
using HostedSingleton.Messaging;

namespace HostedSingleton;

/// <summary>
/// The messages of one registration, in the order in which they were taken. What still lies in it when the name is lost or let go is lost; callers are told.
/// </summary>
public sealed class GlobalMailbox : IDisposable
{
    /// <summary>How many messages may wait where nothing else is said.</summary>
    public const int UsualCapacity = 1000;

    private readonly Lock _gate = new();
    private readonly MailboxMachine<Letter> _letters;
    private readonly Func<Letter, GlobalMessage?> _open;
    private readonly Action<GlobalMailbox, IReadOnlyList<Letter>> _onClosed;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal GlobalMailbox(
        GlobalRegistration registration, int capacity, WhenMailboxFull whenFull, Func<Letter, GlobalMessage?> open, Action<GlobalMailbox, IReadOnlyList<Letter>> onClosed)
    {
        (Registration, _letters, _open, _onClosed) = (registration, new MailboxMachine<Letter>(capacity, whenFull), open, onClosed);
    }

    /// <summary>The registration it belongs to.</summary>
    public GlobalRegistration Registration { get; }

    /// <summary>How many messages wait in it.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _letters.Count;
            }
        }
    }

    /// <summary>Reads the messages, each once, as they come. For one reader at a time.</summary>
    /// <param name="cancellationToken">Ends the sequence with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The messages; the sequence ends when the mailbox is closed.</returns>
    public async IAsyncEnumerable<GlobalMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } letter)
        {
            if (_open(letter) is { } message)
            {
                yield return message;
            }
        }
    }

    /// <summary>Closes the mailbox. What lies in it is lost, and messages that come now are refused.</summary>
    public void Dispose()
    {
        IReadOnlyList<Letter> lost;
        lock (_gate)
        {
            if (_letters.IsClosed)
            {
                return;
            }

            lost = _letters.Close();
            _arrived.TrySetResult();
        }

        _onClosed(this, lost);
    }

    internal MessageAnswer Offer(Letter letter, out Letter? dropped)
    {
        lock (_gate)
        {
            var answer = _letters.Offer(letter, out dropped);
            _arrived.TrySetResult();
            return answer;
        }
    }

    /// <summary>Takes the next one out, or null when the mailbox is closed.</summary>
    internal async ValueTask<Letter?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task arrived;
            lock (_gate)
            {
                var letter = _letters.Take();
                if (letter is not null || _letters.IsClosed)
                {
                    return letter;
                }

                _arrived = _arrived.Task.IsCompleted ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : _arrived;
                arrived = _arrived.Task;
            }

            await arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
