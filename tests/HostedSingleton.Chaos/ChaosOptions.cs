namespace HostedSingleton.Chaos;

/// <summary>What a run is told.</summary>
internal sealed record ChaosOptions
{
    /// <summary>Draws the storms.</summary>
    public int Seed { get; init; }

    /// <summary>For how long storms begin; the last one is lived through.</summary>
    public double Minutes { get; init; } = 2;

    /// <summary>Where the history goes; the workers' logs go beside it.</summary>
    public required string History { get; init; }

    /// <summary>What the workers logged.</summary>
    public string Logs => $"{History}.logs";

    /// <summary>Workers a mesh.</summary>
    public int Workers { get; init; } = 3;

    /// <summary>Names a mesh.</summary>
    public int Names { get; init; } = 3;

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>The time that a body has to stop: long, so that a busy machine does not break what a fault should.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(0.8);

    /// <summary>The command that does the same again.</summary>
    public FormattableString Replay => $"dotnet run --project tests/HostedSingleton.Chaos -c Release -- --minutes={Minutes} --seed={Seed}";

    /// <summary>Deletes the history.</summary>
    public void Forget()
    {
        File.Delete(History);
        File.Delete(Logs);
    }
}
