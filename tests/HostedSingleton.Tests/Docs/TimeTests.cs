using System.Globalization;

namespace HostedSingleton.Tests.Docs;

public class TimeTests
{
    [Fact]
    public void The_worked_example_is_that_of_the_defaults()
    {
        var o = new HostedSingletonOptions();
        TimeSpan[] values =
        [
            o.Beat, o.Lease, o.EffectiveGrace, o.EffectiveMargin, o.Lease - o.EffectiveMargin, o.EffectiveMargin, o.EffectiveMargin - o.EffectiveGrace,
            o.Lease + o.Beat, o.Lease,
        ];

        Assert.Equal(values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.##} s")), Page.Table("example").Column("Value"));
    }

    [Fact]
    public void Every_wait_of_the_public_API_takes_a_CancellationToken()
    {
        var waits = new[] { typeof(IGlobalRegistry), typeof(INodeMesh) }.SelectMany(type => type.GetMethods()).Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal));

        Assert.All(waits, wait => Assert.Equal(typeof(CancellationToken), wait.GetParameters()[^1].ParameterType));
    }
}
