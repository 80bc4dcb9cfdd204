using System.Security.Cryptography;
using System.Text;

namespace HostedSingleton.Redis;

/// <summary>One atomic command as the server runs it: its parts and its own file, one after the other.</summary>
/// <remarks>It is called by its hash; a server that has forgotten it (a restart, SCRIPT FLUSH, a failover) gets the source once.</remarks>
/// <param name="Name">The name of its file, for errors.</param>
/// <param name="Source">The Lua text.</param>
internal sealed record RedisScript(string Name, string Source)
{
    /// <summary>The SHA-1 of the source, which is the script's name on the server.</summary>
#pragma warning disable CA5350 // Redis names scripts by SHA-1; nothing here rests on its strength.
    public byte[] Hash { get; } = SHA1.HashData(Encoding.UTF8.GetBytes(Source));
#pragma warning restore CA5350

    /// <summary>The hash in hexadecimal digits.</summary>
    public string HexHash => Convert.ToHexStringLower(Hash);
}
