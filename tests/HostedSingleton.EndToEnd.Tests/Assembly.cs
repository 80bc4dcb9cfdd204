using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

[assembly: AssemblyFixture(typeof(RedisFixture))]
// Most of these tests wait for leases to end, so several share the machine; those that measure milliseconds are in the collection Timing.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer(typeof(LongestFirst))]
