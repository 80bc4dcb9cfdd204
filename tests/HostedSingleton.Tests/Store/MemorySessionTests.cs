using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemorySessionTests : SessionContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
