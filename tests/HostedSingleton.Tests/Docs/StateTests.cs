using HostedSingleton.Hosting;
using HostedSingleton.Registry;

namespace HostedSingleton.Tests.Docs;

public class StateTests
{
    [Theory]
    [InlineData("mesh-states", "State", typeof(MeshState))]
    [InlineData("claim-phases", "Phase", typeof(ClaimPhase))]
    [InlineData("service-states", "State", typeof(ServiceState))]
    [InlineData("service-stops", "Stopped because", typeof(ServiceStop))]
    public void Every_state_of_a_machine_is_listed_in_order(string table, string column, Type states) =>
        Assert.Equal(Enum.GetNames(states), Page.Table(table).Quoted(column).Select(words => words[0]));
}
