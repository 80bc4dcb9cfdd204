using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryDrainTests : DrainContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
