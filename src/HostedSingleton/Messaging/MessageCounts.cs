namespace HostedSingleton.Messaging;

/// <summary>What happened to messages on this node, counted since its start.</summary>
internal sealed class MessageCounts
{
    private readonly long[] _dropped = new long[Enum.GetValues<EnvelopeFault>().Length];
    private long _accepted;
    private long _failed;
    private long _taken;
    private long _handled;
    private long _threw;
    private long _lost;

    /// <summary>Sent from here, and in their owner's mailbox.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Sent from here in vain.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Taken into a mailbox here.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Handed to who handles them here.</summary>
    public long Handled => Interlocked.Read(ref _handled);

    /// <summary>Handlers that threw here.</summary>
    public long Threw => Interlocked.Read(ref _threw);

    /// <summary>Lost with a mailbox here, or dropped from a full one.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Dropped here because they were no envelopes for this node.</summary>
    public long Dropped(EnvelopeFault fault) => Interlocked.Read(ref _dropped[(int)fault]);

    public void CountSent(bool accepted) => Interlocked.Increment(ref accepted ? ref _accepted : ref _failed);

    public void CountTaken() => Interlocked.Increment(ref _taken);

    public void CountHandled() => Interlocked.Increment(ref _handled);

    public void CountThrew() => Interlocked.Increment(ref _threw);

    public void CountLost(int letters) => Interlocked.Add(ref _lost, letters);

    public void CountDropped(EnvelopeFault fault) => Interlocked.Increment(ref _dropped[(int)fault]);
}
