using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>Whether this node drains. It is said here, or in the node's record by whoever operates the mesh; the newer word counts. For any thread.</summary>
internal sealed class DrainState
{
    private readonly Lock _gate = new();
    private DrainWord _word;

    /// <summary>Is called when a word is heard that says otherwise, in the agent's turn.</summary>
    public Action Heard { get; set; } = () => { };

    public DrainWord Word
    {
        get
        {
            lock (_gate)
            {
                return _word;
            }
        }
    }

    public void Say(bool isDraining, long wallClock)
    {
        lock (_gate)
        {
            _word = _word.Next(isDraining, wallClock);
        }
    }

    public void Hear(DrainWord word)
    {
        bool says;
        lock (_gate)
        {
            if (!word.IsNewerThan(_word))
            {
                return;
            }

            says = word.IsDraining != _word.IsDraining;
            _word = word;
        }

        if (says)
        {
            Heard();
        }
    }
}
