namespace HostedSingleton.TestKit;

/// <summary>What can happen to a store, so that it must open a new generation.</summary>
public enum StoreFault
{
    /// <summary>It starts again with its data.</summary>
    Restart,

    /// <summary>It starts again with data that lacks the newest changes.</summary>
    SetBack,

    /// <summary>A replica with all data takes over.</summary>
    FailOver,

    /// <summary>A replica that lacks the newest changes takes over.</summary>
    LossyFailOver,

    /// <summary>All data is deleted.</summary>
    Wipe,
}
