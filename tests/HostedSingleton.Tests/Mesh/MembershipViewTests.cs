using HostedSingleton.Mesh;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Mesh;

public sealed class MembershipViewTests
{
    private static readonly NodeId A = new("a", 1);
    private static readonly NodeId B = new("b", 1);

    private readonly MembershipView _view = new();

    [Fact]
    public void Who_goes_and_comes_in_one_batch_is_told_as_both()
    {
        Apply(Up(A));
        Assert.Equal([Down(A), Up(A)], Apply(Down(A), Up(A)));
        Assert.Equal([Up(B), Down(B)], Apply(Up(B), Down(B)));
        Assert.Equal([A], _view.Nodes);
    }

    [Fact]
    public void What_was_known_is_not_told_again()
    {
        Apply(Up(A));
        Assert.Empty(Apply(Up(A), Down(B)));
    }

    [Fact]
    public void A_reset_tells_the_difference()
    {
        Apply(Up(A));
        var told = Reset(Up(B));
        Assert.Equal([(A, false), (B, true)], told.Select(n => (n.Node, n.Down is null)));
        Assert.True(_view.IsUp(B));
        Assert.False(_view.IsUp(A));
    }

    [Fact]
    public void Each_change_is_told_when_the_view_shows_it_also_where_one_batch_takes_it_back()
    {
        var shown = new List<bool>();
        _view.Apply([Up(A), Down(A), Up(A)], reset: false, n => shown.Add(_view.IsUp(n.Node) == (n.Down is null)));
        _view.Apply([Up(B)], reset: true, n => shown.Add(_view.IsUp(n.Node) == (n.Down is null)));
        Assert.Equal([true, true, true, true, true], shown);
    }

    [Fact]
    public void Who_goes_while_a_newer_process_is_up_under_its_name_was_replaced()
    {
        var newer = A with { Incarnation = 2 };
        Assert.Equal([Up(A), Up(newer), Down(A) with { Down = NodeDownReason.Replaced }], Apply(Up(A), Up(newer), Down(A)));
        Assert.Equal([Up(A), Down(newer)], Apply(Up(A), Down(newer)));
        Assert.Equal([NodeDownReason.Replaced], Reset(Up(newer)).Select(n => n.Down).OfType<NodeDownReason>());
    }

    [Fact]
    public void A_node_is_shown_with_its_labels_and_its_start()
    {
        Apply(Up(A) with { StartedAt = 1_000_000, Labels = Up(A).Labels.Add("zone", "z1") });
        var shown = Assert.Single(_view.Shown);
        Assert.Equal((A, DateTimeOffset.UnixEpoch.AddSeconds(1), "z1"), (shown.Id, shown.StartedAt, shown.Labels["zone"]));
    }

    private List<NodeRecord> Apply(params NodeRecord[] changes) => Told(changes, reset: false);

    private List<NodeRecord> Reset(params NodeRecord[] all) => Told(all, reset: true);

    private List<NodeRecord> Told(NodeRecord[] changes, bool reset)
    {
        var told = new List<NodeRecord>();
        _view.Apply(changes, reset, told.Add);
        return told;
    }

    private static NodeRecord Up(NodeId node) => new(1, node, null);

    private static NodeRecord Down(NodeId node) => new(1, node, NodeDownReason.LeaseEnded);
}
