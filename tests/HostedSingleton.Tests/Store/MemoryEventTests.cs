using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryEventTests : EventContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
