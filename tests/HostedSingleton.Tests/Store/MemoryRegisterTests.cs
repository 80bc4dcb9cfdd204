using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryRegisterTests : RegisterContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
