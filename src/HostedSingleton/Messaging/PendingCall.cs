namespace HostedSingleton.Messaging;

/// <summary>A call that waits for its reply.</summary>
internal sealed class PendingCall(Outbox outbox, OutMessage message)
{
    private readonly TaskCompletionSource<Envelope.Reply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Outbox Outbox { get; } = outbox;

    public OutMessage Message { get; } = message;

    public Task<Envelope.Reply> Reply => _reply.Task;

    public void Succeed(Envelope.Reply reply) => _reply.TrySetResult(reply);

    public void Fail(Exception error) => _reply.TrySetException(error);
}
