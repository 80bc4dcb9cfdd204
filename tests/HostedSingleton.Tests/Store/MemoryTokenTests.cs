using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryTokenTests : TokenContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
