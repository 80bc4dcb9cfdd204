using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryReregisterTests : ReregisterContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
