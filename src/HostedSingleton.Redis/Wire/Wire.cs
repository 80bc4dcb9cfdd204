using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>
/// One connection to a server whose caller waits on its own thread: it needs no thread of the pool, so it works while the pool is starved. One
/// command at a time; after any exception but <see cref="WireErrorException"/> it is of no more use, since a late answer would be taken for the next.
/// </summary>
/// <remarks>
/// A multiplexer cannot do this: it connects by the pool. Nor can a socket that was ever non-blocking: on Unix its blocking calls are emulated,
/// and a wake-up now and then waits for a thread of the pool. So the socket below must never see an asynchronous call.
/// </remarks>
internal sealed class Wire(Stream stream, string target, TimeProvider time) : IDisposable
{
    private readonly WireReader _reader = new(stream);
    private readonly MemoryStream _request = new();

    /// <summary>The server, as host:port.</summary>
    public string Target => target;

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <param name="within">The longest that both may take.</param>
    /// <param name="words">The command and its arguments.</param>
    /// <exception cref="WireErrorException">The server answered with an error.</exception>
    public RedisResult Call(TimeSpan within, params RedisValue[] words) => Call(new TimeLimit(time, within), words);

    /// <summary>Calls a script by its hash, and by its source where the server does not know it (any more).</summary>
    public RedisResult Call(TimeSpan within, ScriptCall call, RedisKey[] keys)
    {
        var limit = new TimeLimit(time, within);
        RedisValue[] rest = [keys.Length, .. keys.Select(key => (RedisValue)(byte[])key!), .. call.Values];
        try
        {
            return Call(limit, ["EVALSHA", call.Script.HexHash, .. rest]);
        }
        catch (WireErrorException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return Call(limit, ["EVAL", call.Script.Source, .. rest]);
        }
    }

    public void Dispose() => stream.Dispose();

    private RedisResult Call(TimeLimit limit, RedisValue[] words)
    {
        _request.SetLength(0);
        Head('*', words.Length);
        foreach (var word in words)
        {
            var bytes = (byte[])word!;
            Head('$', bytes.Length);
            _request.Write(bytes);
            _request.Write("\r\n"u8);
        }

        stream.WriteTimeout = limit.Milliseconds;
        stream.Write(_request.GetBuffer(), 0, (int)_request.Length);
        return _reader.Read(limit);
    }

    private void Head(char kind, int count) => _request.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}{count}\r\n")));
}
