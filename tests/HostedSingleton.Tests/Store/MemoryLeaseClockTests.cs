using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryLeaseClockTests : LeaseClockContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
