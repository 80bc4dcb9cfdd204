namespace HostedSingleton.Messaging;

/// <summary>Where messages go: one registration, under the token that the sender saw.</summary>
/// <param name="Owner">The registration.</param>
/// <param name="Token">Its token.</param>
internal readonly record struct MessageRoute(RegistrationId Owner, FencingToken Token);
