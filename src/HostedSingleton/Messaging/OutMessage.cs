namespace HostedSingleton.Messaging;

/// <summary>A message on its way out.</summary>
internal sealed class OutMessage
{
    public required string Contract { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When the sender gives up, on the node's clock.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>How long the sender waits in all.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The number of the call that it asks, or 0.</summary>
    public long Call { get; init; }

    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    /// <summary>Ends when it is known what became of it, and whether somebody may have it all the same.</summary>
    public TaskCompletionSource<(SendResult Result, bool MayBeHandled)> Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many routes have refused it.</summary>
    public int Refusals { get; set; }

    /// <summary>The flow it was last sent in.</summary>
    public long Flow { get; set; }

    /// <summary>Its number in that flow.</summary>
    public long Sequence { get; set; }

    /// <summary>How often it was sent in that flow; 0 when it surely is with nobody.</summary>
    public int Sends { get; set; }

    /// <summary>The node it was last sent to.</summary>
    public NodeId To { get; set; }
}
