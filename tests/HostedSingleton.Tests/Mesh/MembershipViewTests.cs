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
        _view.Apply([Up(A)], reset: false);
        Assert.Equal([Down(A), Up(A)], _view.Apply([Down(A), Up(A)], reset: false));
        Assert.Equal([Up(B), Down(B)], _view.Apply([Up(B), Down(B)], reset: false));
        Assert.Equal([A], _view.Nodes);
    }

    [Fact]
    public void What_was_known_is_not_told_again()
    {
        _view.Apply([Up(A)], reset: false);
        Assert.Empty(_view.Apply([Up(A), Down(B)], reset: false));
    }

    [Fact]
    public void A_reset_tells_the_difference()
    {
        _view.Apply([Up(A)], reset: false);
        var told = _view.Apply([Up(B)], reset: true);
        Assert.Equal([(A, false), (B, true)], told.Select(n => (n.Node, n.Down is null)));
        Assert.True(_view.IsUp(B));
        Assert.False(_view.IsUp(A));
    }

    private static NodeRecord Up(NodeId node) => new(1, node, null);

    private static NodeRecord Down(NodeId node) => new(1, node, NodeDownReason.LeaseEnded);
}
