namespace QueuePoller;

/// <summary>What can happen to the poller on a node.</summary>
internal enum Happening
{
    StandsBy,
    Polls,
    Wrote,
    Refused,
    Told,
    Stopped,
}
