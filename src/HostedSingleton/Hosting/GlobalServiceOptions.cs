using System.ComponentModel.DataAnnotations;

namespace HostedSingleton;

/// <summary>
/// How a <see cref="GlobalBackgroundService"/> lives with its name. Bound from the configuration section <c>HostedSingleton:Services:{name}</c>, where the name is
/// the one it was added under; what code sets wins. Checked when the host starts.
/// </summary>
public sealed class GlobalServiceOptions
{
    /// <summary>The global name. Services with one name in one mesh are one service.</summary>
    /// <value>The text of <see cref="GlobalNameAttribute"/> on the type, else the type's name.</value>
    public string? Name { get; set; }

    /// <summary>What it does when the name is taken.</summary>
    /// <value><see cref="WhenTaken.Standby"/>.</value>
    public WhenTaken WhenTaken { get; set; }

    /// <summary>What it does while its node cannot reach the store.</summary>
    /// <value><see cref="WhenIsolated.KeepRunning"/>: during a cut two nodes may run it. Fence its writes, or choose <see cref="WhenIsolated.Stop"/>.</value>
    public WhenIsolated WhenIsolated { get; set; }

    /// <summary>What it does after it has lost the name.</summary>
    /// <value><see cref="WhenConflicted.Standby"/>.</value>
    public WhenConflicted WhenConflicted { get; set; }

    /// <summary>What it does after its body has thrown.</summary>
    /// <value><see cref="WhenFaulted.FollowHost"/>.</value>
    public WhenFaulted WhenFaulted { get; set; }

    /// <summary>
    /// How often within <see cref="RestartPeriod"/> a body that has thrown starts again here, under the same registration, where <see cref="WhenFaulted"/> is
    /// <see cref="WhenFaulted.Restart"/>. Beyond it the name goes to the heir and this node to the end of the queue. A supervisor's intensity in Erlang.
    /// </summary>
    /// <value>0: the name goes to the heir at each throw. More is refused at the start unless <see cref="WhenFaulted"/> is <see cref="WhenFaulted.Restart"/>.</value>
    [Range(0, 1000)]
    public int MaxRestarts { get; set; }

    /// <summary>The time in which restarts are counted; a supervisor's period in Erlang.</summary>
    /// <value>1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RestartPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long the body may go on without <see cref="GlobalBackgroundService.ReportProgress"/>. Then it is cancelled and, when it has ended or
    /// <see cref="ConflictGracePeriod"/> has passed, the name goes to the heir; under <see cref="WhenIsolated.Stop"/> only when it has ended. This node stands by
    /// again after a pause.
    /// </summary>
    /// <value>None: a live owner keeps its name, stuck or not.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan? ProgressTimeout { get; set; }

    /// <summary>What it does after its body has returned.</summary>
    /// <value><see cref="WhenCompleted.Keep"/>.</value>
    public WhenCompleted WhenCompleted { get; set; }

    /// <summary>What it does after it has thrown while it handled a message.</summary>
    /// <value><see cref="WhenMessageFaulted.Continue"/>.</value>
    public WhenMessageFaulted WhenMessageFaulted { get; set; }

    /// <summary>What happens to a message that finds the service's mailbox full.</summary>
    /// <value><see cref="WhenMailboxFull.Refuse"/>.</value>
    public WhenMailboxFull WhenMailboxFull { get; set; }

    /// <summary>How many messages may wait for the service.</summary>
    /// <value>1000.</value>
    [Range(1, int.MaxValue)]
    public int MailboxCapacity { get; set; } = GlobalMailbox.UsualCapacity;

    /// <summary>Who decides when two registrations of the name meet. In configuration, the name of one of <see cref="Resolvers"/>.</summary>
    /// <value><see cref="Resolvers.RandomNotify"/>.</value>
    [Required]
    public GlobalNameResolver Resolver { get; set; } = Resolvers.RandomNotify;

    /// <summary>Larger stands by before smaller, and wins under <see cref="Resolvers.KeepHighestPriority"/>.</summary>
    /// <value>0.</value>
    public int Priority { get; set; }

    /// <summary>How the services of a host that say so are shared with other hosts: many names over a few nodes.</summary>
    /// <value><see cref="Placement.FirstCome"/>: the host that starts first runs all of them.</value>
    public Placement Placement { get; set; }

    /// <summary>Whether a service that stands by with a higher <see cref="Priority"/> than the owner's has the name handed over to it, in good order.</summary>
    /// <value>False: who has the name keeps it. Not together with <see cref="Placement.Spread"/>, which would share the name out again.</value>
    public bool PreferredTakesBack { get; set; }

    /// <summary>Free text pairs that resolvers and <see cref="IGlobalRegistry.WhereIs"/> show.</summary>
    /// <value>None.</value>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>();

    /// <summary>
    /// How long <see cref="GlobalBackgroundService.OnGlobalNameConflictAsync"/> and the body together may take to stop after a loss. After it the name
    /// goes on to the heir under <see cref="WhenIsolated.KeepRunning"/>; a body that still runs is logged, and this node does not stand by until it has returned.
    /// </summary>
    /// <value>10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ConflictGracePeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a service that has got its name, or stops, waits for any other hook; then it goes on without it. While it only stands by, a hook may
    /// take as long as it takes.
    /// </summary>
    /// <value>10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan HookTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
