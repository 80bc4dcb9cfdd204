namespace HostedSingleton.Soak;

/// <summary>One measured quantity.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Slack">How much more it may be at the end.</param>
/// <param name="Why">Why it may be more.</param>
internal sealed record Figure(string Name, long Value, long Slack, string Why);
