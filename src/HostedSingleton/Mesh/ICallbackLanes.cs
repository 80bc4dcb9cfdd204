namespace HostedSingleton.Mesh;

/// <summary>Runs what may call users' code, away from the agent.</summary>
internal interface ICallbackLanes : IDisposable
{
    /// <summary>Runs something after what was posted to the same lane.</summary>
    void Post(CallbackLane lane, Action work);

    /// <summary>Runs something that may take long and holds up no lane.</summary>
    void Start(Func<Task> work);

    /// <summary>Helps work that waits behind a callback that hangs. Answers when to look again; <see cref="TimeSpan.MaxValue"/> when nothing waits.</summary>
    TimeSpan Relieve();
}
