using HostedSingleton.TestKit;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>Cases of Erlang's own suite that no other class here covers; README.md beside this file maps them all.</summary>
public sealed class ErlangSuiteTests
{
    [Fact]
    public async Task Each_kind_of_resolver_decides_its_own_name_at_one_heal()
    {
        var asked = 0;
        GlobalNameResolver[] kinds =
        [
            .. Resolvers.All,
            CustomResolverTests.Answering(clash =>
            {
                Interlocked.Increment(ref asked);
                return clash.Mine;
            }),
        ];
        await using var mesh = new TestMesh();
        var nodes = new List<TestNode>();
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            nodes.Add(await mesh.StartAsync(name));
        }

        await mesh.SettleAsync();
        var island = await mesh.StartIslandAsync("z");
        var first = await Task.WhenAll(kinds.Select((k, i) => nodes[i % 4].Register(k.Name, new GlobalRegistrationOptions { Resolver = k }))).Done("the grants");
        await mesh.AdvanceAsync(TestMesh.Beat);
        var second = await Task.WhenAll(kinds.Select(k => island.Register(k.Name, new GlobalRegistrationOptions { Resolver = k, Priority = 1 }))).Done("the grants");
        await island.Mesh.ConnectAsync(Stop).Done("the heal");
        await mesh.IdleAsync();

        for (var i = 0; i < kinds.Length; i++)
        {
            var owner = Assert.Single(nodes.Append(island).Select(n => n.Registry.WhereIs(kinds[i].Name)?.Id).Distinct());
            var kept = kinds[i].Name switch
            {
                nameof(Resolvers.NotifyAll) => [],
                nameof(Resolvers.KeepOldest) => [first[i].Id],
                nameof(Resolvers.KeepNewest) or nameof(Resolvers.KeepHighestPriority) or "test" => [second[i].Id],
                _ => new[] { first[i].Id, second[i].Id },
            };
            Assert.True(owner is null ? kept.Length == 0 : kept.Contains(owner.Value), $"{kinds[i].Name}: {owner}");
            var (one, two) = (first[i], second[i]);
            await Eventually.Holds(
                () => (one.Lost.IsCancellationRequested, two.Lost.IsCancellationRequested) == (owner != one.Id, owner != two.Id), TestMesh.Patience, $"the losers of {kinds[i].Name}");
        }

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Thirty_two_nodes_that_connect_at_once_all_see_each_other()
    {
        await using var mesh = new TestMesh();
        var nodes = new List<TestNode>();
        for (var i = 0; i < 32; i++)
        {
            nodes.Add(await mesh.StartAsync($"n{i}", s => s with { ConnectAtStart = false }));
        }

        await Task.WhenAll(nodes.Select(n => n.Mesh.ConnectAsync(Stop))).Done("all to join");
        await mesh.AdvanceAsync(TestMesh.Beat);
        Assert.All(nodes, n => Assert.Equal(32, n.Mesh.Nodes.Count));
    }

    [Fact]
    public async Task A_winner_that_dies_right_after_the_decision_leaves_no_name_behind()
    {
        await using var pair = await ClashedPair.ApartAsync(CustomResolverTests.Answering(clash => clash.Mine));
        await pair.HealAsync();
        pair.Second.Link.IsCut = true;
        await pair.OnFirst.NextLost();
        await pair.FirstClaim.ReleaseAsync().Done("the release");
        await pair.Mesh.AdvanceAsync(TestMesh.Lease + (2 * TestMesh.Beat));
        Assert.Null(pair.First.Registry.WhereIs(ClashedPair.Name));
        await pair.First.Register(ClashedPair.Name).Granted();
    }

    [Fact]
    public async Task The_death_of_a_former_owner_does_not_touch_the_name_that_was_taken_from_it()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        await a.Register("name").Granted();
        var taken = await b.Registry.ReregisterAsync("name", cancellationToken: Stop).Granted();
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.Equal(taken.Id, b.Registry.WhereIs("name")?.Id);
        Assert.False(taken.Lost.IsCancellationRequested);

        b.Link.IsCut = true;
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        a.Link.IsCut = false;
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.Null(a.Registry.WhereIs("name"));
    }

    [Fact]
    public async Task Two_nodes_that_register_and_let_go_without_rest_do_not_lose_each_other()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await Task.WhenAll(BusyAsync(a), BusyAsync(b)).Done("the work");
        await mesh.AdvanceAsync(TestMesh.Beat);
        Assert.Equal((2, 2), (a.Mesh.Nodes.Count, b.Mesh.Nodes.Count));
        Assert.Empty(a.Registry.RegisteredNames.Concat(b.Registry.RegisteredNames));
        Assert.Empty((await a.ClaimsAsync()).Concat(await b.ClaimsAsync()));

        static async Task BusyAsync(TestNode node)
        {
            for (var i = 0; i < 200; i++)
            {
                await (await node.Register($"shared {i % 5}")).DisposeAsync();
                await (await node.Register($"{node.Mesh.Self.Name} {i}")).DisposeAsync();
            }
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
