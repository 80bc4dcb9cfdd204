namespace HostedSingleton.Tests.Store;

/// <summary>What a claim of a random world does.</summary>
internal enum WorldPhase
{
    Waiting,
    Running,
    Completed,

    /// <summary>Its body must stop.</summary>
    Ending,

    /// <summary>Its goodbye is not answered yet.</summary>
    Releasing,
}
