using HostedSingleton;

namespace Worker;

/// <summary>Erlang's kinds of child in the words of the options.</summary>
internal static class RestartExtensions
{
    public static void Apply(this Restart restart, GlobalServiceOptions options) =>
        (options.WhenConflicted, options.WhenFaulted, options.WhenCompleted) = restart switch
        {
            Restart.Permanent => (WhenConflicted.Standby, WhenFaulted.Restart, WhenCompleted.Standby),
            Restart.Transient => (WhenConflicted.End, WhenFaulted.Restart, WhenCompleted.End),
            _ => (WhenConflicted.End, WhenFaulted.FollowHost, WhenCompleted.End),
        };
}
