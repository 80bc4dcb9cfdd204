namespace HostedSingleton.Simulation;

/// <summary>One run: start, come to rest, mishaps, heal, come to rest again.</summary>
internal static class SimRun
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(60);

    /// <summary>Runs one seed and answers what it saw.</summary>
    /// <exception cref="SimViolation">A law was broken.</exception>
    public static SimCounts Run(int seed, Action<string>? trace = null, int? nodes = null)
    {
        var world = new SimWorld(seed, SimPlan.Draw(seed, nodes));
        world.Trace.Writer = trace;
        world.Trace.Line($"plan {world.Plan}");
        var mishaps = new SimMishaps(world);
        for (var i = 0; i < world.Plan.Nodes; i++)
        {
            world.After(world.Between(0, 1), () => mishaps.StartNode($"n{world.Nodes.Count}"));
        }

        world.RunUntil(TimeSpan.FromSeconds(12).Ticks);
        world.Laws.CheckRest();
        world.Laws.HasRested = true;
        mishaps.Begin();
        world.RunUntil(world.Now + world.Plan.Length.Ticks);
        mishaps.End();
        world.RunUntil(world.Now + Rest.Ticks);
        world.Laws.CheckRest();
        world.Laws.Counts.Steps = world.Steps;
        return world.Laws.Counts;
    }
}
