using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryFreeTests : FreeContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
