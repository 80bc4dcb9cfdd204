namespace QueuePoller;

/// <summary>Where the poller tells what happens to it.</summary>
/// <param name="node">On which node.</param>
/// <param name="what">What.</param>
/// <param name="text">The same for people.</param>
internal delegate void Journal(string node, Happening what, string text);
