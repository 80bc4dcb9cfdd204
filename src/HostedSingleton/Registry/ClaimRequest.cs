namespace HostedSingleton.Registry;

/// <summary>What a claim asks for.</summary>
/// <param name="Mode">How it asks.</param>
/// <param name="Options">What the registration says of itself.</param>
internal sealed record ClaimRequest(ClaimMode Mode, GlobalRegistrationOptions Options);
