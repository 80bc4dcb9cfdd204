namespace HostedSingleton.EndToEnd.Tests;

/// <summary>Tests that measure milliseconds: they run one at a time, and beside no others.</summary>
[CollectionDefinition(nameof(Timing), DisableParallelization = true)]
public class Timing;
