using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>Those who wait until the replica has all that the store had after they asked. In the agent's turn only.</summary>
internal sealed class SyncWaits
{
    private readonly List<Wait> _waits = [];
    private bool _mayAsk = true;

    /// <summary>Whether somebody waits who has not asked the store yet, or got no answer.</summary>
    public bool WantToAsk => _mayAsk && _waits.Exists(w => w.Asked is null);

    private sealed class Wait(TaskCompletionSource done)
    {
        public TaskCompletionSource Done { get; } = done;

        public StoreCommand? Asked { get; set; }

        /// <summary>The generation and the version that the answer told.</summary>
        public (long Generation, long Version)? Target { get; set; }
    }

    public void Add(TaskCompletionSource done) => _waits.Add(new Wait(done));

    /// <summary>A command that asks the store for its newest version is sent for all that wait for one.</summary>
    public void Ask(StoreCommand command) => _waits.Where(w => w.Asked is null).ToList().ForEach(w => w.Asked = command);

    public void Heard(StoreCommand command, StoreReply reply)
    {
        foreach (var wait in _waits.Where(w => ReferenceEquals(w.Asked, command)))
        {
            wait.Target = reply is EventsReply events ? (events.Batch.Generation, events.Version) : null;
            wait.Asked = wait.Target is null ? null : command;
            // A store that cannot answer now is not asked in a loop.
            _mayAsk &= wait.Target is not null;
        }
    }

    /// <summary>A beat was answered: the store can be asked again.</summary>
    public void Beaten() => _mayAsk = true;

    /// <summary>Ends the waits of those whose answer the replica has reached. An answer from before the store's present life says nothing.</summary>
    public void Finish(long generation, long version)
    {
        _waits.Where(w => w.Target is { } target && target.Generation != generation).ToList().ForEach(w => (w.Asked, w.Target) = (null, null));
        _waits.RemoveAll(w => w.Target is { } target && target.Version <= version && w.Done.TrySetResult());
    }
}
