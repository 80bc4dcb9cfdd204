using System.Diagnostics;
using HostedSingleton.Messaging;

namespace HostedSingleton;

/// <summary>A message that has come for a name of this node.</summary>
public sealed class GlobalMessage
{
    private readonly Action<object?, Type>? _reply;
    private int _replied;

    internal GlobalMessage(GlobalName name, NodeId from, FencingToken token, string contract, object body, Action<object?, Type>? reply) =>
        (Name, From, Token, Contract, Body, _reply) = (name, from, token, contract, body, reply);

    /// <summary>The name it was sent to.</summary>
    public GlobalName Name { get; }

    /// <summary>The node that it says it comes from. Whoever reaches the store can say that, so it proves nothing.</summary>
    public NodeId From { get; }

    /// <summary>The token under which it was taken.</summary>
    public FencingToken Token { get; }

    /// <summary>The contract name of its body.</summary>
    public string Contract { get; }

    /// <summary>The body, of the type that was declared for the contract.</summary>
    public object Body { get; }

    /// <summary>Whether the sender waits for a reply.</summary>
    public bool IsCall => _reply is not null;

    /// <summary>The sender's activity, so that what handles the message may go on with its trace.</summary>
    /// <value>The default where the sender had none.</value>
    public ActivityContext TraceContext { get; internal init; }

    internal Envelope.Message? Envelope { get; init; }

    /// <summary>Replies to a call, now or later; only the first reply counts.</summary>
    /// <typeparam name="TReply">What the reply is written as.</typeparam>
    /// <param name="reply">The reply.</param>
    /// <exception cref="InvalidOperationException">Nobody waits for a reply: it is no call.</exception>
    /// <exception cref="GlobalMessageTooLargeException">The reply is larger than <see cref="GlobalMessagingOptions.MaxMessageBytes"/>.</exception>
    public void Reply<TReply>(TReply reply)
    {
        if (_reply is null)
        {
            throw new InvalidOperationException($"A message of contract '{Contract}' to '{Name}' was sent, not called, so nobody waits for a reply. Look at IsCall first.");
        }

        if (Volatile.Read(ref _replied) == 0)
        {
            _reply(reply, typeof(TReply));
            Volatile.Write(ref _replied, 1);
        }
    }

    /// <summary>Contract, name and sender in one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Contract} to {Name} from {From}";
}
