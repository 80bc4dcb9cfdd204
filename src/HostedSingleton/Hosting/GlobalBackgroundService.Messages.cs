using HostedSingleton.Hosting;

namespace HostedSingleton;

/// <content>Messages to the service's name.</content>
public abstract partial class GlobalBackgroundService
{
    private readonly MessageHandlers _handlers = new();

    /// <summary>The message types that handlers were added for.</summary>
    internal IReadOnlyCollection<Type> HandledTypes => _handlers.Types;

    /// <summary>Whether anything here handles messages: a handler, or an override.</summary>
    internal bool TakesMessages =>
        _handlers.Types.Count > 0 || ((Func<GlobalMessage, CancellationToken, Task>)OnMessageAsync).Method.DeclaringType != typeof(GlobalBackgroundService);

    internal Task HandleAsync(GlobalMessage message, CancellationToken cancellationToken) =>
        _handlers.Of(message) is { } handler ? handler(message, cancellationToken) : OnMessageAsync(message, cancellationToken);

    /// <summary>
    /// Called with each message that no handler was added for, one at a time and in order, beside the body: from when the body starts until it has ended.
    /// Erlang's <c>handle_info</c>, <c>handle_cast</c> and <c>handle_call</c>. A call is replied to with <see cref="GlobalMessage.Reply"/>, now or later.
    /// </summary>
    /// <remarks>
    /// A service that takes messages and chose <see cref="WhenCompleted.Keep"/> goes on handling them after its body has returned, and counts as running.
    /// </remarks>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancelled with the body.</param>
    /// <returns>A task that ends when the next message may come.</returns>
    protected virtual Task OnMessageAsync(GlobalMessage message, CancellationToken cancellationToken) => throw new NotSupportedException(
        $"{GetType().Name} has no handler for contract '{message?.Contract}'. Call Handle or Answer in its constructor, or override OnMessageAsync.");

    /// <summary>Adds the handler of a message type. Call it in the constructor.</summary>
    /// <typeparam name="TMessage">A type with a contract name.</typeparam>
    /// <param name="handler">Handles a message.</param>
    /// <exception cref="InvalidOperationException">The type has a handler already.</exception>
    protected void Handle<TMessage>(Func<TMessage, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handlers.Add(typeof(TMessage), (message, cancellationToken) => handler((TMessage)message.Body, cancellationToken));
    }

    /// <summary>Adds the handler of a request type; what it returns is the reply. Call it in the constructor.</summary>
    /// <typeparam name="TRequest">A type with a contract name.</typeparam>
    /// <typeparam name="TReply">The reply's type, which needs none.</typeparam>
    /// <param name="handler">Answers a request.</param>
    /// <exception cref="InvalidOperationException">The type has a handler already.</exception>
    protected void Answer<TRequest, TReply>(Func<TRequest, CancellationToken, Task<TReply>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handlers.Add(typeof(TRequest), async (message, cancellationToken) =>
        {
            var reply = await handler((TRequest)message.Body, cancellationToken).ConfigureAwait(false);
            if (message.IsCall)
            {
                message.Reply(reply);
            }
        });
    }
}
