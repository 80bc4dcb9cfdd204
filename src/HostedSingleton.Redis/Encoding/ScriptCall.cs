using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>A command as it goes to the server.</summary>
/// <param name="Script">The script.</param>
/// <param name="Values">Its ARGV; its header says what they are. KEYS are the same for all.</param>
internal sealed record ScriptCall(RedisScript Script, RedisValue[] Values);
