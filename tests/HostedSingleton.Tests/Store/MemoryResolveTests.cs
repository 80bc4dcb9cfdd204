using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryResolveTests : ResolveContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
