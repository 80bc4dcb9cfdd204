namespace Worker;

/// <summary>A line of standard output.</summary>
/// <param name="Microseconds">When it was written, µs since 1970.</param>
/// <param name="Node">The node that writes it.</param>
/// <param name="Event">What happened.</param>
/// <param name="Name">The global name it happened to, or null when it happened to the node.</param>
/// <param name="Token">The fencing token, where the name is held.</param>
/// <param name="Detail">More, for people.</param>
internal sealed record WorkerEvent(long Microseconds, string Node, string Event, string? Name, long? Token, string? Detail);
