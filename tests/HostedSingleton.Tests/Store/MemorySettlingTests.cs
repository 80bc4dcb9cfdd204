using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemorySettlingTests : SettlingContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
