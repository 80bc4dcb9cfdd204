using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryLockTests : LockContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
