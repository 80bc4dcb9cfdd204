namespace HostedSingleton.Redis;

/// <summary>The server answered with an error: its text.</summary>
internal sealed class WireErrorException(string message) : Exception(message);
