using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class MemoryGenerationTests : GenerationContract
{
    internal override Task<IStoreFixture> OpenAsync() => Task.FromResult<IStoreFixture>(new MemoryStoreFixture());
}
