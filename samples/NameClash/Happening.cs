namespace NameClash;

/// <summary>What can happen to the service on a node.</summary>
internal enum Happening
{
    Registered,
    Runs,
    Told,
    CleanedUp,
    Stopped,
    StandsBy,
}
