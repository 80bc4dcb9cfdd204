using HostedSingleton.Registry;

namespace HostedSingleton.Tests.Registry;

public sealed class SpreadPlanTests
{
    [Fact]
    public void Whatever_the_start_the_plans_of_all_nodes_ask_for_no_name_twice_and_end_with_equal_shares()
    {
        var first = Random.Shared.Next();
        for (var seed = first; seed < first + 500; seed++)
        {
            var random = new Random(seed);
            var nodes = Enumerable.Range(0, random.Next(1, 8)).Select(i => new NodeId($"n{i}", 1)).ToArray();
            var owners = Enumerable.Range(0, random.Next(60)).ToDictionary(i => new GlobalName($"name-{i}"), _ => nodes[Math.Min(random.Next(nodes.Length), random.Next(nodes.Length))]);

            var wanted = nodes.SelectMany(node => Wanted(owners, nodes, node).Select(name => (Name: name, Node: node))).ToArray();

            Assert.True(wanted.DistinctBy(w => w.Name).Count() == wanted.Length, $"Seed {seed}: a name is asked for twice.");
            Assert.All(wanted, w => Assert.NotEqual(w.Node, owners[w.Name]));
            foreach (var (name, node) in wanted)
            {
                owners[name] = node;
            }

            var counts = nodes.Select(node => owners.Count(o => o.Value == node)).ToArray();
            Assert.True(counts.Max() - counts.Min() <= 1, $"Seed {seed}: {string.Join(", ", counts)}.");
            Assert.All(nodes, node => Assert.Empty(Wanted(owners, nodes, node)));
        }
    }

    [Fact]
    public void What_moves_already_is_not_asked_for_again_and_counts_as_had()
    {
        NodeId a = new("a", 1), b = new("b", 1);
        var owners = Enumerable.Range(0, 4).ToDictionary(i => new GlobalName($"name-{i}"), _ => a);
        var moving = new HashSet<GlobalName> { "name-2", "name-3" };

        Assert.Empty(SpreadPlan.Wanted(owners, moving, asked: 2, [a, b], b));
    }

    private static IReadOnlyList<GlobalName> Wanted(Dictionary<GlobalName, NodeId> owners, NodeId[] nodes, NodeId self) =>
        SpreadPlan.Wanted(owners, new HashSet<GlobalName>(), asked: 0, nodes, self);
}
