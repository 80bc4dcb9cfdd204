namespace HostedSingleton;

/// <summary>How names find their nodes where several nodes would run them.</summary>
public enum Placement
{
    /// <summary>Whoever asked first has the name, and keeps it.</summary>
    FirstCome,

    /// <summary>
    /// The nodes share: one that owns fewer of its names than another has some handed over to it, in good order, until no two differ by more than one. A name moves
    /// when nodes come and go; its body is stopped and started for that.
    /// </summary>
    Spread,
}
