namespace HostedSingleton.Testing;

/// <summary>Two runs of one name that were there at the same time.</summary>
/// <param name="First">The one that ran.</param>
/// <param name="Second">The one that began meanwhile.</param>
/// <param name="WhileCut">Whether one of their nodes was cut off as the second began: what <see cref="WhenIsolated.KeepRunning"/> allows and <see cref="WhenIsolated.Stop"/> does not.</param>
public sealed record TestBedOverlap(TestBedRun First, TestBedRun Second, bool WhileCut);
