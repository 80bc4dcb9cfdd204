using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryLeaveTests : LeaveContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
