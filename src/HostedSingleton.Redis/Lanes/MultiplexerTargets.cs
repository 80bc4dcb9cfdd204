using System.Net;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>
/// Where a multiplexer of the link's own connects to: the servers that the options name, or the primary that the sentinels name at that moment. The client
/// would ask them itself, but each of its multiplexers, and each attempt that fails, leaves a connection to a sentinel open.
/// </summary>
/// <param name="options">How to connect.</param>
/// <param name="servers">Asks the sentinels.</param>
/// <param name="within">The longest that one of them may take.</param>
internal sealed class MultiplexerTargets(ConfigurationOptions options, WireTargets servers, TimeSpan within)
{
    /// <summary>Whether there are more servers than the options that are found name.</summary>
    public bool IsOfGroup => servers.AreSentinels;

    /// <summary>The options for the next attempt.</summary>
    public async Task<ConfigurationOptions> FindAsync(CancellationToken cancellation)
    {
        var found = options.Clone();
        if (servers.AreSentinels)
        {
            var primary = await AskAsync(cancellation).ConfigureAwait(false);
            found.ServiceName = null;
            found.EndPoints.Clear();
            found.EndPoints.Add(primary);
        }
        else
        {
            Turn(options.EndPoints);
        }

        return found;
    }

    /// <summary>Of two servers that both call themselves the primary, the client takes the one that is named first; the next attempt takes the other.</summary>
    private static void Turn(EndPointCollection named)
    {
        if (named.Count > 1)
        {
            var first = named[0];
            named.RemoveAt(0);
            named.Add(first);
        }
    }

    /// <summary>Asks on a thread that may block.</summary>
    private async Task<EndPoint> AskAsync(CancellationToken cancellation)
    {
        try
        {
            return await Task.Factory.StartNew(() => servers.Choose(within), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            servers.Pass();
            throw;
        }
    }
}
