using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HostedSingleton;

/// <summary>How a node lives in its mesh. Bound from the configuration section <c>HostedSingleton</c>; what code sets wins. Checked when the host starts.</summary>
public sealed partial class HostedSingletonOptions
{
    /// <summary>The mesh: nodes with one store and one mesh name meet.</summary>
    /// <value>Application name and environment, <c>application.environment</c>, in lower case.</value>
    public string? Mesh { get; set; }

    /// <summary>This node's name.</summary>
    /// <value>Machine name, process id and four random letters, so that two never collide.</value>
    public string? Node { get; set; }

    /// <summary>How long this node may be silent before the others take over what it holds. At least six beats.</summary>
    /// <value>5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often this node renews its lease, once for all it holds.</summary>
    /// <value>0.5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan Beat { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The most that the lease clock moves between two commands, so that no lease runs while nobody reaches the store. At least 1.5 beats.</summary>
    /// <value>1.5 beats.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? Grace { get; set; }

    /// <summary>How long before its lease can end this node counts itself isolated: the time a <see cref="WhenIsolated.Stop"/> service has to stop. At least the grace.</summary>
    /// <value>2 beats.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? Margin { get; set; }

    /// <summary>The longest that opening a connection to the store may take. At most two beats.</summary>
    /// <value>2 beats.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>The longest that an answer of the store may take. At most two beats.</summary>
    /// <value>2 beats.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? CommandTimeout { get; set; }

    /// <summary>The longest pause between two attempts to reach the store. At most one beat.</summary>
    /// <value>200 ms, or one beat where that is shorter.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? ReconnectDelay { get; set; }

    /// <summary>How a node that died is noticed before its lease ends. A node that holds a name under <see cref="WhenIsolated.Stop"/> always counts on its full lease.</summary>
    /// <value><see cref="CrashDetection.Suspect"/>.</value>
    [EnumDataType(typeof(CrashDetection))]
    public CrashDetection CrashDetection { get; set; }

    /// <summary>How often this node looks at its neighbour's connection, unless <see cref="CrashDetection"/> is <see cref="CrashDetection.Lease"/>.</summary>
    /// <value>250 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.005", "1.00:00:00")]
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a resolver may take; then it counts as having decided for neither.</summary>
    /// <value>5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ResolverTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the goodbye may take when the host stops. The lease does the rest.</summary>
    /// <value>2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LeaveTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether the node joins its mesh when the host starts. When false, <see cref="INodeMesh.ConnectAsync"/> does it.</summary>
    /// <value>True.</value>
    public bool ConnectAtStart { get; set; } = true;

    /// <summary>
    /// Whether a node that cannot reach the store registers names on an island of its own, as an unconnected Erlang node does. They have no fencing
    /// token and clash when the node joins. Never done for <see cref="WhenIsolated.Stop"/>.
    /// </summary>
    /// <value>False.</value>
    public bool AllowIsolatedRegistration { get; set; }

    /// <summary>What happens when another process is up under this node's name. It matters only where <see cref="Node"/> is set.</summary>
    /// <value><see cref="WhenNodeTaken.Coexist"/>.</value>
    [EnumDataType(typeof(WhenNodeTaken))]
    public WhenNodeTaken WhenNodeTaken { get; set; }

    /// <summary>How messages to names are sent from this node, and which types they may have.</summary>
    /// <value>See <see cref="GlobalMessagingOptions"/>.</value>
    [Required]
    [ValidateObjectMembers]
    public GlobalMessagingOptions Messages { get; } = new();

    /// <summary>Text pairs that describe this node to the others; <see cref="INodeMesh.Nodes"/> shows them.</summary>
    /// <value>None.</value>
    [Required]
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>();
}
