namespace HostedSingleton.Store;

/// <summary>How a registration stands to its name, as the store's lease clock has it.</summary>
/// <param name="Id">The registration.</param>
/// <param name="Priority">The priority it gave.</param>
/// <param name="LeaseLeft">What is left of its node's lease; zero where that does not hold: it has ended, or its node is gone or was not heard in this generation.</param>
/// <param name="IsSuspect">Whether that lease was shortened, because the node's connection is gone.</param>
internal sealed record Standing(RegistrationId Id, int Priority, TimeSpan LeaseLeft, bool IsSuspect);
