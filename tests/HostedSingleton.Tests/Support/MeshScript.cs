using HostedSingleton.Mesh;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Support;

/// <summary>Drives a mesh machine by hand: the test is its clock and its store, and reads what it wants done as text.</summary>
internal sealed class MeshScript
{
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public static readonly NodeSettings Settings = new()
    {
        Mesh = "test", Node = new NodeId("me", 1), Lease = Lease, Beat = Beat, Grace = Beat * 1.5, Margin = Margin,
        Store = new StoreTiming(Beat, Beat, Beat), ResolverTimeout = Lease,
    };

    private readonly List<string> _did = [];
    private readonly List<(NodeCommand Command, TimeSpan SentAt)> _unanswered = [];

    public MeshMachine Machine { get; } = new(Settings, new Random(1));

    public TimeSpan Now { get; private set; }

    /// <summary>The commands that wait for an answer, oldest first.</summary>
    public IReadOnlyList<NodeCommand> Unanswered => [.. _unanswered.Select(u => u.Command)];

    public static JoinedReply Joined(long generation = 1, TimeSpan? longestLease = null) => new(generation, 0, false, longestLease ?? Lease, [], []);

    public static BeatReply Beaten(bool reapDue = false) => new(0, reapDue, false);

    /// <summary>A machine that has joined and whose first beat is due half a second later.</summary>
    public static MeshScript InMesh()
    {
        var script = new MeshScript();
        script.Step(new MeshInput.ConnectAsked());
        script.Answer(Joined());
        script.Did();
        return script;
    }

    public MeshScript Step(MeshInput input)
    {
        foreach (var effect in Machine.Step(input, Now))
        {
            _did.Add(TextOf(effect));
            if (CommandOf(effect) is { } command)
            {
                _unanswered.Add((command, Now));
            }
        }

        return this;
    }

    /// <summary>One of the commands that wait for an answer gets it: the oldest, unless told.</summary>
    public MeshScript Answer(StoreReply reply, int which = 0)
    {
        var (command, sentAt) = _unanswered[which];
        _unanswered.RemoveAt(which);
        return Step(new MeshInput.Replied(command, sentAt, reply));
    }

    /// <summary>The oldest command is answered after a time in which nothing else is looked at.</summary>
    public MeshScript AnswerLate(StoreReply reply, TimeSpan late)
    {
        Now += late;
        return Answer(reply);
    }

    /// <summary>Time passes all at once.</summary>
    public MeshScript Pass(TimeSpan span)
    {
        Now += span;
        return Step(new MeshInput.Ticked());
    }

    /// <summary>What the machine has wanted since the last look, in order.</summary>
    public string Did()
    {
        var text = string.Join(", ", _did);
        _did.Clear();
        return text;
    }

    private static NodeCommand? CommandOf(MeshEffect effect) => effect switch
    {
        MeshEffect.Send send => send.Command,
        MeshEffect.Present present => new JoinCommand(Settings.Node, present.Session) { Lease = Lease, Grace = Settings.Grace, LongestLease = present.LongestLease },
        _ => null,
    };

    private static string TextOf(MeshEffect effect) => effect switch
    {
        MeshEffect.Present present => $"join {present.Session}",
        MeshEffect.Send { Command: BeatCommand } => "beat",
        MeshEffect.Send { Command: ReapCommand } => "reap",
        MeshEffect.Send { Command: LeaveCommand leave } => leave.Goodbye ? "goodbye" : "leave",
        MeshEffect.Admitted admitted => admitted.NewGeneration ? "admitted anew" : "admitted",
        MeshEffect.Beaten => "beaten",
        MeshEffect.Enter enter => enter.State.ToString(),
        MeshEffect.Trouble trouble => trouble.Refused ? "refused" : "trouble",
        MeshEffect.Parted => "parted",
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, "There are no words for this effect."),
    };
}
