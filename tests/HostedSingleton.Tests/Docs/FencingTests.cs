using Documentation.Fencing;

namespace HostedSingleton.Tests.Docs;

public class FencingTests
{
    [Fact]
    public void The_sink_on_the_page_refuses_a_former_owner()
    {
        var ledger = new Ledger();

        Assert.True(ledger.Settle("1", new FencingToken(7)));
        Assert.True(ledger.Settle("2", new FencingToken(7)));
        Assert.True(ledger.Settle("3", new FencingToken(8)));
        Assert.False(ledger.Settle("4", new FencingToken(7)));
        Assert.False(ledger.Settle("5", FencingToken.None));
    }
}
