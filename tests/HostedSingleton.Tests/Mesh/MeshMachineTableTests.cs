using HostedSingleton.Mesh;
using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Mesh;

/// <summary>Every place of a node's life with everything that can happen there: what is done, and how the node then stands.</summary>
public sealed class MeshMachineTableTests
{
    /// <summary>Where it starts | what happens | what is done | how it stands.</summary>
    public static TheoryData<string> Transitions =>
    [
        "idle          | connect       | Joining, join 1             | Joining",
        "idle          | disconnect    | parted                      | Disconnected",
        "idle          | leave         | Left, parted                | Left",
        "idle          | fall silent   | Left, parted                | Left",
        "idle          | session ended |                             | Disconnected",
        "idle          | a lease       |                             | Disconnected",

        "joining       | connect       |                             | Joining",
        "joining       | joined        | Joined, admitted            | Joined",
        "joining       | joined late   | trouble                     | Joining",
        "joining       | unknown       | trouble                     | Joining",
        "joining       | refused       | refused                     | Joining",
        "joining       | gone          |                             | Joining",
        "joining       | disconnect    | Disconnected, leave         | Disconnected",
        "joining       | leave         | Left, goodbye               | Left",
        "joining       | fall silent   | Left, parted                | Left",
        "joining       | session ended |                             | Joining",
        "joining       | a lease       |                             | Joining",

        "join failed   | a moment      | join 2                      | Joining",
        "join failed   | connect       |                             | Joining",
        "join failed   | disconnect    | Disconnected, leave         | Disconnected",

        "in the mesh   | connect       |                             | Joined",
        "in the mesh   | a beat        | beat                        | Joined",
        "in the mesh   | a lease       | Isolated, join 2            | Isolated",
        "in the mesh   | session ended | join 2                      | Joined",
        "in the mesh   | old session   |                             | Joined",
        "in the mesh   | suspect       | beat                        | Joined",
        "in the mesh   | suspect gone  | reap, beat                  | Joined",
        "in the mesh   | disconnect    | Disconnected, leave         | Disconnected",
        "in the mesh   | leave         | Left, goodbye               | Left",
        "in the mesh   | fall silent   | Left, parted                | Left",

        "beat sent     | beaten        | beaten                      | Joined",
        "beat sent     | reap due      | beaten, reap                | Joined",
        "beat sent     | gone          | join 2                      | Joined",
        "beat sent     | unknown       | trouble                     | Joined",
        "beat sent     | refused       | refused                     | Joined",
        "beat sent     | session ended |                             | Joined",
        "beat sent     | a lease       | Isolated                    | Isolated",
        "beat sent     | disconnect    | Disconnected, leave         | Disconnected",

        "beat failed   | a moment      | beat                        | Joined",
        "beat failed   | a lease       | Isolated, join 2            | Isolated",

        "session over  | unknown       | trouble                     | Joined",
        "session over  | joined        | admitted                    | Joined",
        "session over  | joined anew   | admitted anew               | Joined",
        "session over  | a lease       | Isolated                    | Isolated",

        "isolated      | joined        | Joined, admitted            | Joined",
        "isolated      | joined anew   | Joined, admitted anew       | Joined",
        "isolated      | joined late   | trouble                     | Isolated",
        "isolated      | unknown       | trouble                     | Isolated",
        "isolated      | gone          |                             | Isolated",
        "isolated      | connect       |                             | Isolated",
        "isolated      | disconnect    | Disconnected, leave         | Disconnected",
        "isolated      | leave         | Left, goodbye               | Left",

        "reaping       | reaped        |                             | Joined",
        "reaping       | more          | reap                        | Joined",
        "reaping       | unknown       |                             | Joined",
        "reaping       | gone          | join 2                      | Joined",

        "disconnecting | reaped        | parted                      | Disconnected",
        "disconnecting | more          | leave                       | Disconnected",
        "disconnecting | unknown       | parted                      | Disconnected",
        "disconnecting | gone          | parted                      | Disconnected",
        "disconnecting | connect       |                             | Disconnected",
        "disconnecting | leave         | Left, goodbye               | Left",
        "disconnecting | fall silent   | Left, parted                | Left",

        "leaving       | reaped        | parted                      | Left",
        "leaving       | more          | goodbye                     | Left",
        "leaving       | gone          | parted                      | Left",
        "leaving       | unknown       | trouble                     | Left",
        "leaving       | refused       | refused                     | Left",
        "leaving       | fall silent   | parted                      | Left",
        "leaving       | connect       |                             | Left",
        "leaving       | disconnect    |                             | Left",
        "leaving       | leave         |                             | Left",

        "leave failed  | a moment      | goodbye                     | Left",
        "leave failed  | connect       |                             | Left",
        "leave failed  | disconnect    |                             | Left",
        "leave failed  | leave         |                             | Left",
        "leave failed  | fall silent   | parted                      | Left",

        "left          | connect       |                             | Left",
        "left          | disconnect    | parted                      | Left",
        "left          | leave         | parted                      | Left",
        "left          | a lease       |                             | Left",
    ];

    [Theory]
    [MemberData(nameof(Transitions))]
    public void A_node_lives_by_the_table(string row)
    {
        var cells = row.Split('|', StringSplitOptions.TrimEntries);
        var script = At(cells[0]);
        Assert.Equal("", script.Did());
        Happen(script, cells[1]);
        Assert.Equal((cells[2], cells[3]), (script.Did(), script.Machine.State.ToString()));
    }

    private static MeshScript At(string place)
    {
        var script = place is "idle" or "joining" or "join failed" ? new MeshScript() : MeshScript.InMesh();
        string[] way = place switch
        {
            "joining" => ["connect"],
            "join failed" => ["connect", "unknown"],
            "beat sent" => ["a beat"],
            "beat failed" => ["a beat", "unknown"],
            "session over" => ["session ended"],
            "isolated" => ["a lease"],
            "reaping" => ["a beat", "reap due"],
            "disconnecting" => ["disconnect"],
            "leaving" => ["leave"],
            "leave failed" => ["leave", "unknown"],
            "left" => ["leave", "reaped"],
            _ => [],
        };
        foreach (var step in way)
        {
            Happen(script, step);
        }

        script.Did();
        return script;
    }

    private static MeshScript Happen(MeshScript script, string what) => what switch
    {
        "connect" => script.Step(new MeshInput.ConnectAsked()),
        "disconnect" => script.Step(new MeshInput.DisconnectAsked()),
        "leave" => script.Step(new MeshInput.LeaveAsked()),
        "fall silent" => script.Step(new MeshInput.LeaveAsked(Goodbye: false)),
        "session ended" => script.Step(new MeshInput.SessionEnded(1)),
        "old session" => script.Step(new MeshInput.SessionEnded(0)),
        "suspect" => script.Step(new MeshInput.SuspectMarked(AtOnce: false)),
        "suspect gone" => script.Step(new MeshInput.SuspectMarked(AtOnce: true)),
        "joined" => script.Answer(MeshScript.Joined()),
        "joined anew" => script.Answer(MeshScript.Joined(generation: 2)),
        "joined late" => script.AnswerLate(MeshScript.Joined(), MeshScript.Lease - MeshScript.Margin),
        "beaten" => script.Answer(MeshScript.Beaten()),
        "reap due" => script.Answer(MeshScript.Beaten(reapDue: true)),
        "reaped" => script.Answer(new ReapedReply(false)),
        "more" => script.Answer(new ReapedReply(true)),
        "unknown" => script.Answer(new UnknownReply("test")),
        "refused" => script.Answer(new RefusedReply("test")),
        "gone" => script.Answer(new GoneReply()),
        "a moment" => script.Pass(TimeSpan.FromMilliseconds(60)),
        "a beat" => script.Pass(MeshScript.Beat),
        "a lease" => script.Pass(MeshScript.Lease),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "The table knows no such thing."),
    };
}
