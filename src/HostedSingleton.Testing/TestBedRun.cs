namespace HostedSingleton.Testing;

/// <summary>One run of a service's body on one node of a bed, from the call of <c>ExecuteAsync</c> until that has ended.</summary>
public sealed class TestBedRun
{
    internal TestBedRun(TestBedNode node, GlobalName name, GlobalRegistration registration, TimeSpan began) =>
        (Node, Name, Registration, Began) = (node, name, registration, began);

    /// <summary>Where it ran.</summary>
    public TestBedNode Node { get; }

    /// <summary>The global name it ran under.</summary>
    public GlobalName Name { get; }

    /// <summary>The token that its writes are fenced with. It grows when a clash is decided in its favour.</summary>
    public FencingToken FencingToken => Registration.FencingToken;

    /// <summary>When the body began, by the bed's time since its start.</summary>
    public TimeSpan Began { get; }

    /// <summary>When the body ended, or its node crashed, by the bed's time since its start.</summary>
    /// <value>Null while it runs.</value>
    public TimeSpan? Ended { get; internal set; }

    /// <summary>What the body has thrown, the cancellation it was told of aside.</summary>
    /// <value>Null when it has returned, and while it runs.</value>
    public Exception? Fault { get; internal set; }

    /// <summary>Whether the body runs.</summary>
    public bool IsRunning => Ended is null;

    internal GlobalRegistration Registration { get; }

    /// <summary>Name, node and times in one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"'{Name}' on {Node.Name} from {Began:c} {(Ended is { } ended ? $"to {ended:c}" : "on")} (token {FencingToken})";
}
