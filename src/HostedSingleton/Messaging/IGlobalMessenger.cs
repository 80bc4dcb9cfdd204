namespace HostedSingleton;

/// <summary>Sends messages to whoever owns a name, wherever it lives: Erlang's <c>global:send</c>, and GenServer's cast and call.</summary>
/// <remarks>
/// Messages of one node to one name arrive once and in order while the name stays. When it moves, what is surely with nobody follows it to the next owner;
/// what may be with the former one is never sent again, so nothing is handled twice. What a dying owner had in its mailbox is lost, as in Erlang.
/// </remarks>
public interface IGlobalMessenger
{
    /// <summary>Sends a message to the owner of a name. Messages sent one after another are taken in that order, also when none is awaited.</summary>
    /// <param name="name">The name.</param>
    /// <param name="message">The message, of a declared contract, or a string or <c>JsonElement</c>.</param>
    /// <param name="cancellationToken">Stops waiting; the message may arrive all the same.</param>
    /// <returns>A task that ends when the message is in the owner's mailbox.</returns>
    /// <exception cref="GlobalNameNotRegisteredException">Nobody has the name.</exception>
    /// <exception cref="GlobalMessageRefusedException">The owner did not take it.</exception>
    /// <exception cref="GlobalMessageTimeoutException">No answer came within <see cref="GlobalMessagingOptions.SendTimeout"/>.</exception>
    /// <exception cref="GlobalOwnerGoneException">The owner went before it answered.</exception>
    /// <exception cref="GlobalMessageTooLargeException">It is larger than <see cref="GlobalMessagingOptions.MaxMessageBytes"/>.</exception>
    /// <exception cref="InvalidOperationException">Its type is no declared message, or this node has left.</exception>
    Task SendAsync(GlobalName name, object message, CancellationToken cancellationToken = default);

    /// <summary>Asks the owner of a name and waits for its reply.</summary>
    /// <typeparam name="TReply">What the reply is read as.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="request">The request; the same rules as for a message.</param>
    /// <param name="timeout">How long to wait; null for <see cref="GlobalMessagingOptions.CallTimeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the request may be handled all the same.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="GlobalCallFailedException">The owner's handler threw, or has none for it, or the reply is not a <typeparamref name="TReply"/>.</exception>
    /// <exception cref="GlobalNameNotRegisteredException">Nobody has the name.</exception>
    /// <exception cref="GlobalMessageRefusedException">The owner did not take it.</exception>
    /// <exception cref="GlobalMessageTimeoutException">No reply came in time.</exception>
    /// <exception cref="GlobalOwnerGoneException">The owner went before it replied.</exception>
    /// <exception cref="GlobalMessageTooLargeException">It is larger than <see cref="GlobalMessagingOptions.MaxMessageBytes"/>.</exception>
    /// <exception cref="InvalidOperationException">Its type is no declared message, or this node has left.</exception>
    Task<TReply> CallAsync<TReply>(GlobalName name, object request, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Opens the mailbox of a registration of this node: for names registered without a service. Open it at once, because until then messages are refused.</summary>
    /// <param name="registration">The registration, of this node.</param>
    /// <param name="capacity">How many messages may wait.</param>
    /// <param name="whenFull">What happens to one more.</param>
    /// <returns>The mailbox. Disposing of it, or losing the name, closes it.</returns>
    /// <exception cref="ArgumentException"><paramref name="registration"/> belongs to another node.</exception>
    /// <exception cref="InvalidOperationException">It is open already.</exception>
    GlobalMailbox OpenMailbox(GlobalRegistration registration, int capacity = GlobalMailbox.UsualCapacity, WhenMailboxFull whenFull = WhenMailboxFull.Refuse);
}
