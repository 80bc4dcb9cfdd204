using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos.Tests;

/// <summary>A mesh of the nodes a, b and c with the names n1, n2 and n3.</summary>
public class OwnershipTests
{
    private readonly History _history = new();

    [Fact]
    public void Who_runs_most_names_is_the_owner_whichever_of_its_processes_that_is()
    {
        Begins(1, "a", "n1").Begins(2, "b.2", "n2").Begins(3, "b.2", "n3");

        Assert.Equal("b", OwnerNow());
    }

    [Fact]
    public void Who_took_a_name_owns_it_though_the_former_owner_runs_it_still()
    {
        Begins(1, "a", "n1").Begins(2, "a", "n2").Begins(3, "c", "n1").Begins(4, "c", "n2");

        Assert.Equal("c", OwnerNow());
    }

    [Fact]
    public void A_dead_process_owns_nothing()
    {
        Begins(1, "a", "n1").Begins(2, "a", "n2").Begins(3, "b", "n3");
        _history.Add(new WorkerEvent(4, "a", WorkerEventKind.Died));

        Assert.Equal("b", OwnerNow());
    }

    [Fact]
    public void Where_nobody_runs_anything_the_draw_decides() => Assert.Equal(["a", "b", "c", "a"], Enumerable.Range(0, 4).Select(OwnerNow));

    private OwnershipTests Begins(long at, string worker, string name)
    {
        _history.Add(new WorkerEvent(at, worker, WorkerEventKind.Running, name, at));
        return this;
    }

    private string OwnerNow(int draw = 0) => new Ownership(_history, new MeshSetting(WhenIsolated.KeepRunning, ["a", "b", "c"], ["n1", "n2", "n3"])).OwnerNow(draw);
}
