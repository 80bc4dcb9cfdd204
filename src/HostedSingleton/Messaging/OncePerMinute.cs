namespace HostedSingleton.Messaging;

/// <summary>Lets each kind of trouble through once a minute, and says how often it was held back since.</summary>
internal sealed class OncePerMinute(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<EnvelopeFault, (long At, long Held)> _last = [];

    /// <summary>Whether it is to be told now.</summary>
    public bool MayTell(EnvelopeFault fault, out long heldBack)
    {
        lock (_gate)
        {
            heldBack = 0;
            if (_last.TryGetValue(fault, out var last) && time.GetElapsedTime(last.At) < Pause)
            {
                _last[fault] = last with { Held = last.Held + 1 };
                return false;
            }

            (heldBack, _last[fault]) = (last.Held, (time.GetTimestamp(), 0));
            return true;
        }
    }
}
