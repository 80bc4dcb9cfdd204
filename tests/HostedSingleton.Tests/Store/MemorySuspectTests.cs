using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemorySuspectTests : SuspectContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
