namespace HostedSingleton.Mesh;

/// <summary>Runs an agent's work one at a time and in order: a thread of its own, or a simulation's turn.</summary>
internal interface IAgentLoop : IDisposable
{
    /// <summary>Begins to run; before that, posted work waits.</summary>
    void Start();

    /// <summary>Runs something in its turn, never before this returns. After the end it is dropped.</summary>
    void Post(Action work);

    /// <summary>Runs something in its turn, which may be at once and on the caller's thread. After the end it is dropped.</summary>
    void Run(Action work) => Post(work);
}
