using HostedSingleton.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace HostedSingleton.Tests.Hosting;

public class RestartBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_gives_so_many_within_any_period_and_no_more()
    {
        var budget = new RestartBudget(2, TimeSpan.FromMinutes(1), _time);
        Assert.True(budget.TryTake());
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.True(budget.TryTake());
        Assert.False(budget.TryTake());

        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(budget.TryTake());
        Assert.False(budget.TryTake());
    }

    [Fact]
    public void An_empty_budget_gives_none() => Assert.False(new RestartBudget(0, TimeSpan.FromMinutes(1), _time).TryTake());
}
