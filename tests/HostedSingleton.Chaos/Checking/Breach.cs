namespace HostedSingleton.Chaos;

/// <summary>A promise that was broken.</summary>
/// <param name="Promise">Which.</param>
/// <param name="At">When, in µs.</param>
/// <param name="What">What happened, in words.</param>
internal sealed record Breach(Promise Promise, long At, string What);
