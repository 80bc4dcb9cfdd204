namespace HostedSingleton.Tests.Support;

/// <summary>Reads a sequence of what happens to names, one by one.</summary>
internal sealed class NameLog(IAsyncEnumerable<NameEvent> events) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<NameEvent> _events = events.GetAsyncEnumerator(TestContext.Current.CancellationToken);

    public async Task<NameEvent> Next()
    {
        Assert.True(await _events.MoveNextAsync().AsTask().Done("the next event of a name"), "The sequence has ended.");
        return _events.Current;
    }

    public ValueTask DisposeAsync() => _events.DisposeAsync();
}
