using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryClaimTests : ClaimContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
