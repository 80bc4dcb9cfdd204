using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryQueueTests : QueueContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
