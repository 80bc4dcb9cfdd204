using System.Threading.Channels;

namespace HostedSingleton.Tests.Support;

/// <summary>A resolver that waits for the test to answer each clash.</summary>
internal sealed class HeldResolver
{
    private readonly Channel<(GlobalNameClash Clash, TaskCompletionSource<GlobalOwner?> Answer)> _asked =
        Channel.CreateUnbounded<(GlobalNameClash, TaskCompletionSource<GlobalOwner?>)>();

    private int _calls;

    public HeldResolver() => Resolver = GlobalNameResolver.Create("held", (clash, _) =>
    {
        Interlocked.Increment(ref _calls);
        var answer = new TaskCompletionSource<GlobalOwner?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Writer.TryWrite((clash, answer));
        return new ValueTask<GlobalOwner?>(answer.Task);
    });

    public GlobalNameResolver Resolver { get; }

    /// <summary>How often it was asked.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Waits until it is asked.</summary>
    public Task<(GlobalNameClash Clash, TaskCompletionSource<GlobalOwner?> Answer)> AskedAsync() => _asked.Reader.ReadAsync().AsTask().Done("the resolver to be asked");
}
