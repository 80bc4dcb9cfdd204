namespace HostedSingleton.Store;

/// <summary>The time limits of a link.</summary>
/// <param name="ConnectTimeout">The longest that opening a connection may take.</param>
/// <param name="CommandTimeout">The longest that an answer may take; then it is unknown.</param>
/// <param name="ReconnectDelay">The longest pause between two attempts to reach the store.</param>
internal sealed record StoreTiming(TimeSpan ConnectTimeout, TimeSpan CommandTimeout, TimeSpan ReconnectDelay);
