using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryRemembranceTests : RemembranceContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
