using System.Threading.Channels;
using HostedSingleton.Registry;

namespace HostedSingleton.Tests.Support;

/// <summary>Writes down what a claim's listener is told.</summary>
internal sealed class ClaimLog : IClaimListener
{
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
    private readonly Channel<GlobalRegistration> _owned = Channel.CreateUnbounded<GlobalRegistration>();
    private readonly Channel<GlobalNameConflict> _lost = Channel.CreateUnbounded<GlobalNameConflict>();

    private int _conflicts;

    /// <summary>Runs inside each call, on the thread of the callback.</summary>
    public Action<string> Inside { get; set; } = _ => { };

    /// <summary>How many conflicts it was told of.</summary>
    public int Conflicts => Volatile.Read(ref _conflicts);

    public void OnQueued(GlobalOwner? owner) => Hear(owner is null ? "queued" : $"queued behind {owner.Node.Name}");

    public void OnTaken(GlobalOwner owner) => Hear($"taken by {owner.Node.Name}");

    public void OnOwned(GlobalRegistration registration)
    {
        _owned.Writer.TryWrite(registration);
        Hear("owned");
    }

    public void OnLost(GlobalNameConflict conflict)
    {
        _lost.Writer.TryWrite(conflict);
        Interlocked.Increment(ref _conflicts);
        Hear("lost");
    }

    public void OnIsolated() => Hear("isolated");

    /// <summary>Waits until it hears this, passing over what comes before.</summary>
    public async Task Hears(string word)
    {
        while (await _heard.Reader.ReadAsync().AsTask().Done($"the word '{word}'") != word)
        {
        }
    }

    public Task<GlobalRegistration> NextOwned() => _owned.Reader.ReadAsync().AsTask().Done("a grant");

    public Task<GlobalNameConflict> NextLost() => _lost.Reader.ReadAsync().AsTask().Done("a conflict");

    private void Hear(string word)
    {
        _heard.Writer.TryWrite(word);
        Inside(word);
    }
}
