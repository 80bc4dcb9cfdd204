using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemorySettlingQueueTests : SettlingQueueContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
