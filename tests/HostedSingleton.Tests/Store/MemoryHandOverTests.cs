using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryHandOverTests : HandOverContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
