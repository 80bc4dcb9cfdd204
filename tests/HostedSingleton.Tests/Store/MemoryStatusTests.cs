using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryStatusTests : StatusContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
