using HostedSingleton.Mesh;
using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Mesh;

/// <summary>The mesh machine where the order of things matters; the plain transitions are in the table.</summary>
public sealed class MeshMachineTests
{
    [Fact]
    public void A_connect_asked_while_the_disconnect_is_under_way_is_done_after_it()
    {
        var script = MeshScript.InMesh();
        script.Step(new MeshInput.DisconnectAsked()).Step(new MeshInput.ConnectAsked());
        Assert.Equal("Disconnected, leave", script.Did());

        script.Answer(new ReapedReply(false));
        Assert.Equal("parted, Joining, join 2", script.Did());
    }

    [Fact]
    public void A_disconnect_asked_again_forgets_the_connect_between()
    {
        var script = MeshScript.InMesh();
        script.Step(new MeshInput.DisconnectAsked()).Step(new MeshInput.ConnectAsked()).Step(new MeshInput.DisconnectAsked());
        script.Answer(new ReapedReply(false));
        Assert.Equal("Disconnected, leave, parted", script.Did());
        Assert.Equal(MeshState.Disconnected, script.Machine.State);
    }

    [Fact]
    public void A_goodbye_during_a_disconnect_ends_with_its_own_answer()
    {
        var script = MeshScript.InMesh();
        script.Step(new MeshInput.DisconnectAsked()).Step(new MeshInput.LeaveAsked());
        Assert.Equal("Disconnected, leave, Left, goodbye", script.Did());

        script.Answer(new ReapedReply(true));
        Assert.Equal("", script.Did());
        script.Answer(new ReapedReply(true));
        Assert.Equal("goodbye", script.Did());
        script.Answer(new ReapedReply(false));
        Assert.Equal("parted", script.Did());
    }

    [Fact]
    public void A_goodbye_asked_twice_is_sent_once_and_both_wait_for_its_answer()
    {
        var script = MeshScript.InMesh();
        script.Step(new MeshInput.LeaveAsked()).Step(new MeshInput.LeaveAsked());
        Assert.Equal("Left, goodbye", script.Did());
        script.Answer(new ReapedReply(false));
        Assert.Equal("parted", script.Did());
        script.Step(new MeshInput.LeaveAsked());
        Assert.Equal("parted", script.Did());
    }

    [Fact]
    public void The_answer_to_a_join_from_before_a_disconnect_is_void_after_the_next_connect()
    {
        var script = new MeshScript();
        script.Step(new MeshInput.ConnectAsked()).Step(new MeshInput.DisconnectAsked());
        Assert.Equal("Joining, join 1, Disconnected, leave", script.Did());
        script.Answer(new ReapedReply(false), which: 1);
        script.Step(new MeshInput.ConnectAsked());
        Assert.Equal("parted, Joining, join 2", script.Did());

        script.Answer(MeshScript.Joined());
        Assert.Equal("", script.Did());
        Assert.Equal(MeshState.Joining, script.Machine.State);
        script.Answer(MeshScript.Joined());
        Assert.Equal("Joined, admitted", script.Did());
    }
}
