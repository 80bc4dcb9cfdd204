using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryNamesakeTests : NamesakeContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
