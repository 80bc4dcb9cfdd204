namespace HostedSingleton.Redis;

/// <summary>How long to pause between two attempts to connect: nothing at first, then 50 ms more each time, up to a limit, jittered so that nodes do not come all at once.</summary>
internal sealed class Pace(TimeSpan longest, TimeProvider time, Random random)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private TimeSpan _pause;
    private long _since;
    private TimeSpan _drawn;

    /// <summary>How long the next attempt has to wait; zero or less when it may begin.</summary>
    public TimeSpan Left => _drawn - time.GetElapsedTime(_since);

    /// <summary>An attempt failed, or must be taken to have until it has lasted. After a time without failure the pauses begin anew.</summary>
    public void Fail()
    {
        if (time.GetElapsedTime(_since) > 2 * longest)
        {
            _pause = TimeSpan.Zero;
        }

        _pause = _pause + Step < longest ? _pause + Step : longest;
        (_since, _drawn) = (time.GetTimestamp(), _pause * (0.75 + (0.25 * random.NextDouble())));
    }

    /// <summary>An attempt succeeded.</summary>
    public void Succeed() => (_pause, _drawn) = (TimeSpan.Zero, TimeSpan.Zero);
}
