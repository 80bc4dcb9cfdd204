namespace HostedSingleton.Simulation;

/// <summary>What a run has seen: a run in which nothing happens proves nothing.</summary>
internal sealed class SimCounts
{
    public long Steps { get; set; }

    public long Commands { get; set; }

    public long Began { get; set; }

    public long Resolved { get; set; }

    public long Told { get; set; }

    public long Locked { get; set; }

    public long HandOvers { get; set; }

    public long Faults { get; set; }

    public void Add(SimCounts other)
    {
        Steps += other.Steps;
        Commands += other.Commands;
        Began += other.Began;
        Resolved += other.Resolved;
        Told += other.Told;
        Locked += other.Locked;
        HandOvers += other.HandOvers;
        Faults += other.Faults;
    }

    public override string ToString() => $"{Steps} steps, {Commands} commands, {Faults} faults, {Began} starts, {Resolved} resolves, {Told} losers told, {Locked} locks granted, {HandOvers} handovers asked";
}
