using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>
/// Sees to it that the server knows the scripts before they are needed: to compile one takes it some milliseconds, and a handover would wait for that.
/// A server that lacks one all the same, or does not let it be loaded, gets the source with the command.
/// </summary>
internal static class ScriptCache
{
    public static async Task FillAsync(IConnectionMultiplexer multiplexer, RedisKey key, IEnumerable<RedisScript> scripts, CancellationToken life)
    {
        try
        {
            if (await multiplexer.GetDatabase().IdentifyEndpointAsync(key, CommandFlags.DemandMaster).ConfigureAwait(false) is not { } primary)
            {
                return;
            }

            var server = multiplexer.GetServer(primary);
            foreach (var script in scripts)
            {
                if (!life.IsCancellationRequested && !await server.ScriptExistsAsync(script.Hash).ConfigureAwait(false))
                {
                    await server.ScriptLoadAsync(script.Source).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            // Then they are loaded when they are used.
        }
    }
}
