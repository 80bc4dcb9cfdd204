using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

public sealed class LookUpTests
{
    [Fact]
    public async Task A_look_up_allocates_nothing()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        GlobalName[] names = ["orders.relay", "reports.nightly", "unknown"];
        await a.Register(names[0]).Granted();
        await b.Register(names[1]).Granted();
        await mesh.IdleAsync();
        Assert.Equal([a.Mesh.Self, b.Mesh.Self, null], names.Select(n => a.Registry.WhereIs(n)?.Node));

        Assert.Equal(0, Allocated(a.Registry, names, 10));
        Assert.Equal(0, Allocated(a.Registry, names, 10_000));
    }

    private static long Allocated(IGlobalRegistry registry, GlobalName[] names, int times)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            foreach (var name in names)
            {
                registry.WhereIs(name);
            }
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
