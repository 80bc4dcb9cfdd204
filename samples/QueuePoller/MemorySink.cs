using HostedSingleton;

namespace QueuePoller;

/// <summary>A sink in memory, for the story.</summary>
internal sealed class MemorySink : IFencedSink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FencingToken> _written = [];
    private FencingToken _highest;

    /// <summary>Whether no write was taken under a smaller token than one before it: the messages lie in the order of their tokens.</summary>
    public bool IsInOrder
    {
        get
        {
            lock (_gate)
            {
                var tokens = Enumerable.Range(1, _written.Count).Select(number => _written.GetValueOrDefault($"order {number}", FencingToken.None)).ToList();
                return tokens.TrueForAll(token => token > FencingToken.None) && tokens.SequenceEqual(tokens.Order());
            }
        }
    }

    public Task<bool> WriteAsync(string message, FencingToken token)
    {
        lock (_gate)
        {
            if (token < _highest)
            {
                return Task.FromResult(false);
            }

            _highest = token;
            _written.TryAdd(message, token);
            return Task.FromResult(true);
        }
    }
}
