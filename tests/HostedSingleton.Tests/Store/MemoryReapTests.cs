using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryReapTests : ReapContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
