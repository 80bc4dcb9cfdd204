using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>
/// Follows the store's versions, as a pure machine: applies events in order, fills a gap from the log, and reads the tables in pages where the log
/// does not reach. Each call answers the command to send next, if any.
/// </summary>
/// <param name="sinceLimit">How many events it asks for at once.</param>
/// <param name="pageLimit">How many names it asks for at once.</param>
internal sealed class ReplicaFeed(int sinceLimit = 1000, int pageLimit = 1000)
{
    private readonly List<StoreEvent> _pages = [];
    private long _base;
    private long _hint;
    private StoreCommand? _asked;

    /// <summary>The generation that versions count in; 0 before the first join.</summary>
    public long Generation { get; private set; }

    /// <summary>The version up to which the replica has everything.</summary>
    public long Version { get; private set; }

    /// <summary>Whether the replica has everything that the feed knows of.</summary>
    public bool IsCurrent => Generation != 0 && _asked is null && Version >= _hint;

    /// <summary>What came out of the last call: the changes to apply.</summary>
    public List<StoreEvent> Changes { get; } = [];

    /// <summary>Whether <see cref="Changes"/> replace all that was known.</summary>
    public bool IsReset { get; private set; }

    /// <summary>The node has joined a generation that is at a version.</summary>
    public StoreCommand? Joined(long generation, long version)
    {
        Begin();
        if (generation != Generation)
        {
            // Versions count within one generation; -1 reads the tables anew.
            (Generation, _hint, Version) = (generation, version, -1);
            return Ask(FirstPage());
        }

        // What was asked before this session may never be answered.
        _asked = null;
        return Hint(version);
    }

    /// <summary>The store is at least at a version.</summary>
    public StoreCommand? Hint(long version)
    {
        Begin();
        _hint = Math.Max(_hint, version);
        return Next();
    }

    /// <summary>Asks for whatever is new, known or not, so that <see cref="Version"/> reaches what the store has now.</summary>
    public StoreCommand? Refresh()
    {
        Begin();
        return _asked is null && Generation != 0 ? Ask(new SinceCommand(Generation, Version, sinceLimit)) : null;
    }

    /// <summary>Events came by themselves.</summary>
    public StoreCommand? Heard(EventBatch batch)
    {
        Begin();
        if (batch.Generation != Generation || batch.Events.IsEmpty)
        {
            return null;
        }

        _hint = Math.Max(_hint, batch.Events[^1].Version);
        if (_asked is not PageCommand)
        {
            Apply(batch);
        }

        return Next();
    }

    /// <summary>A command of this feed was answered.</summary>
    public StoreCommand? Replied(StoreCommand command, StoreReply reply)
    {
        Begin();
        if (!ReferenceEquals(command, _asked))
        {
            return null;
        }

        _asked = null;
        switch (reply)
        {
            case EventsReply events:
                _hint = Math.Max(_hint, events.Version);
                Apply(events.Batch);
                return Next();
            case PageReply page:
                return Turn((PageCommand)command, page);
            case TooOldReply when command is SinceCommand:
                return Ask(FirstPage());
            default:
                // Unknown: the next beat's version asks again. Pages of an ended generation: the next join begins anew.
                return null;
        }
    }

    /// <summary>Forgets everything: the node has cut itself off.</summary>
    public void Forget()
    {
        Begin();
        (Generation, _hint, Version, _asked, IsReset) = (0, 0, 0, null, true);
    }

    private void Begin()
    {
        Changes.Clear();
        IsReset = false;
    }

    private PageCommand FirstPage()
    {
        _pages.Clear();
        return new PageCommand(Generation, 0, pageLimit);
    }

    private StoreCommand? Turn(PageCommand asked, PageReply page)
    {
        // What changes while the pages are read is in the log after the first page's version.
        _base = asked.Cursor == 0 ? page.Version : _base;
        _hint = Math.Max(_hint, page.Version);
        _pages.AddRange(page.Nodes);
        _pages.AddRange(page.Names);
        if (page.Next != 0)
        {
            return Ask(new PageCommand(Generation, page.Next, pageLimit));
        }

        Changes.AddRange(_pages);
        _pages.Clear();
        IsReset = true;
        Version = _base;
        return Next();
    }

    private StoreCommand? Next() => _asked is null && Generation != 0 && Version < _hint ? Ask(new SinceCommand(Generation, Version, sinceLimit)) : null;

    private StoreCommand Ask(StoreCommand command) => _asked = command;

    private void Apply(EventBatch batch)
    {
        foreach (var change in batch.Events)
        {
            if (change.Version == Version + 1)
            {
                Version++;
                Changes.Add(change);
            }
        }
    }
}
