namespace HostedSingleton.Store;

/// <summary>
/// What can be asked of the store. A command is data: it can be sent, lost, delayed and sent again, and the store makes of each one atomic step.
/// </summary>
internal abstract record StoreCommand;
