namespace HostedSingleton.Registry;

/// <summary>What a claim asks for.</summary>
/// <param name="Mode">How it asks.</param>
/// <param name="Options">What the registration says of itself.</param>
/// <param name="RunsBody">Whether a body that the registry has started runs under it, until it is let go.</param>
internal sealed record ClaimRequest(ClaimMode Mode, GlobalRegistrationOptions Options, bool RunsBody = false);
