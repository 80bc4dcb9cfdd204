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

    [Fact]
    public void The_deadline_counts_from_before_the_beat_was_sent()
    {
        var script = MeshScript.InMesh();
        script.Pass(MeshScript.Beat).AnswerLate(MeshScript.Beaten(), TimeSpan.FromSeconds(1));
        Assert.Equal(MeshScript.Beat + MeshScript.Lease - MeshScript.Margin, script.Machine.Deadline);
        Assert.Equal("beat, beaten, beat", script.Did());
    }

    [Fact]
    public void A_beat_answered_at_its_deadline_or_later_renews_nothing()
    {
        var script = MeshScript.InMesh();
        script.Pass(MeshScript.Beat).AnswerLate(MeshScript.Beaten(), MeshScript.Lease - MeshScript.Margin - MeshScript.Beat);
        Assert.Equal("beat, Isolated, join 2", script.Did());
    }

    [Fact]
    public void The_lease_of_a_join_in_several_parts_counts_from_before_the_last_one_was_sent()
    {
        var script = new MeshScript();
        script.Step(new MeshInput.ConnectAsked());
        script.AnswerLate(MeshScript.Joined() with { LastPartAfter = 2 * MeshScript.Lease }, (3 * MeshScript.Lease) - MeshScript.Margin - MeshScript.Beat);

        Assert.Equal("Joining, join 1, Joined, admitted, beat", script.Did());
        Assert.Equal((3 * MeshScript.Lease) - MeshScript.Margin, script.Machine.Deadline);
    }

    [Fact]
    public void A_join_whose_last_part_is_answered_too_late_is_void()
    {
        var script = new MeshScript();
        script.Step(new MeshInput.ConnectAsked());
        script.AnswerLate(MeshScript.Joined() with { LastPartAfter = 2 * MeshScript.Lease }, (3 * MeshScript.Lease) - MeshScript.Margin);

        Assert.Equal("Joining, join 1, trouble", script.Did());
    }

    [Fact]
    public void A_join_waits_for_the_answer_to_the_beat_before_it()
    {
        var script = MeshScript.InMesh();
        script.Pass(MeshScript.Beat).Pass(MeshScript.Lease);
        Assert.Equal("beat, Isolated", script.Did());
        Assert.Equal(TimeSpan.MaxValue, script.Machine.NextWake);
        script.Answer(MeshScript.Beaten());
        Assert.Equal("join 2", script.Did());
    }

    [Fact]
    public void No_beat_is_sent_beside_a_join_and_none_beside_another()
    {
        var script = MeshScript.InMesh();
        script.Pass(MeshScript.Beat).Pass(MeshScript.Beat).Pass(MeshScript.Beat);
        Assert.Equal("beat", script.Did());
        script.Step(new MeshInput.SessionEnded(1)).Answer(MeshScript.Beaten());
        script.Pass(MeshScript.Beat).Pass(MeshScript.Beat);
        Assert.Equal("join 2", script.Did());
        Assert.Single(script.Unanswered);
        Assert.False(script.Machine.MaySend);
    }

    [Fact]
    public void Failed_attempts_wait_longer_each_time_up_to_the_reconnect_delay()
    {
        var script = new MeshScript();
        script.Step(new MeshInput.ConnectAsked());
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 12; i++)
        {
            script.Answer(new UnknownReply("test"));
            pauses.Add(script.Machine.NextWake - script.Now);
            script.Pass(pauses[^1]);
        }

        Assert.All(pauses, p => Assert.InRange(p, TimeSpan.FromMilliseconds(37), MeshScript.Settings.Store.ReconnectDelay));
        Assert.True(pauses[0] < pauses[4] && pauses[4] < pauses[8], string.Join(", ", pauses));
        Assert.Equal(12, pauses.Distinct().Count());
    }

    [Fact]
    public void Not_even_the_first_pause_is_longer_than_the_reconnect_delay()
    {
        var delay = TimeSpan.FromMilliseconds(20);
        var settings = MeshScript.Settings with { Store = MeshScript.Settings.Store with { ReconnectDelay = delay } };
        var machine = new MeshMachine(settings, new Random(1));
        machine.Step(new MeshInput.ConnectAsked(), TimeSpan.Zero);
        var join = new JoinCommand(settings.Node, machine.Session) { Lease = settings.Lease, Grace = settings.Grace, LongestLease = settings.Lease };

        machine.Step(new MeshInput.Replied(join, TimeSpan.Zero, new UnknownReply("test")), TimeSpan.Zero);

        Assert.InRange(machine.NextWake, delay * 0.75, delay);
    }

    [Fact]
    public void The_store_is_known_to_be_out_of_reach_after_a_failed_join_not_before()
    {
        var script = new MeshScript();
        Assert.True(script.Machine.IsCutOff);
        script.Step(new MeshInput.ConnectAsked());
        Assert.False(script.Machine.IsCutOff);
        script.Answer(new UnknownReply("test"));
        Assert.True(script.Machine.IsCutOff);
        script.Pass(MeshScript.Beat).Answer(MeshScript.Joined());
        Assert.False(script.Machine.IsCutOff);
        script.Pass(MeshScript.Lease);
        Assert.True(script.Machine.IsCutOff);
    }

    [Fact]
    public void Only_one_reap_is_under_way()
    {
        var script = MeshScript.InMesh();
        script.Pass(MeshScript.Beat).Answer(MeshScript.Beaten(reapDue: true));
        script.Pass(MeshScript.Beat).Answer(MeshScript.Beaten(reapDue: true), which: 1);
        Assert.Equal("beat, beaten, reap, beat, beaten", script.Did());
        script.Answer(new ReapedReply(true)).Answer(new ReapedReply(true)).Answer(new ReapedReply(false));
        Assert.Equal("reap, reap", script.Did());
    }

    [Fact]
    public void The_answer_to_a_reap_of_an_ended_session_starts_none_in_the_next()
    {
        var script = MeshScript.InMesh();
        script.Pass(MeshScript.Beat).Answer(MeshScript.Beaten(reapDue: true)).Step(new MeshInput.SessionEnded(1));
        script.Answer(MeshScript.Joined(), which: 1).Answer(new ReapedReply(true));
        Assert.Equal("beat, beaten, reap, join 2, admitted", script.Did());
    }

    [Fact]
    public void A_join_tells_the_last_generation_and_the_longest_lease_that_was_seen()
    {
        var script = new MeshScript();
        script.Step(new MeshInput.ConnectAsked()).Answer(MeshScript.Joined(generation: 7, TimeSpan.FromSeconds(30)));
        script.Step(new MeshInput.SessionEnded(1));
        Assert.Equal(7, script.Machine.Generation);
        Assert.Equal(TimeSpan.FromSeconds(30), ((JoinCommand)script.Unanswered[0]).LongestLease);
        script.Answer(MeshScript.Joined(generation: 8, TimeSpan.FromSeconds(1))).Step(new MeshInput.SessionEnded(2));
        Assert.Equal(TimeSpan.FromSeconds(30), ((JoinCommand)script.Unanswered[0]).LongestLease);
    }

    [Fact]
    public void Silence_after_a_disconnect_that_is_under_way_ends_it()
    {
        var script = MeshScript.InMesh();
        script.Step(new MeshInput.DisconnectAsked()).Step(new MeshInput.LeaveAsked(Goodbye: false));
        Assert.Equal("Disconnected, leave, Left, parted", script.Did());
        script.Answer(new ReapedReply(true));
        Assert.Equal("", script.Did());
    }
}
