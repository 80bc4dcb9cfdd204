using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryPageTests : PageContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
