namespace HostedSingleton.Simulation;

/// <summary>One run: start, come to rest, mishaps, heal, come to rest again.</summary>
internal static class SimRun
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(60);

    /// <summary>Long enough that each node has come, and each name has gone to who wants it most, though bodies ignore their end for a while on the way.</summary>
    private static readonly TimeSpan Begun = TimeSpan.FromSeconds(12), TakenBack = TimeSpan.FromSeconds(40);

    /// <summary>Runs one seed and answers what it saw.</summary>
    /// <exception cref="SimViolation">A law was broken.</exception>
    public static SimCounts Run(int seed, SimOptions? options = null)
    {
        options ??= SimOptions.Default;
        var world = new SimWorld(seed, SimPlan.Draw(seed, options.Nodes));
        (world.Trace.Writer, world.Trace.HasAll) = (options.Trace, options.TracesAll);
        world.Trace.Line($"plan {world.Plan}");
        try
        {
            Run(world, options.Keep);
        }
        catch (SimViolation violation)
        {
            throw new SimViolation(violation.Message) { Happened = [.. world.Mishaps.Happened] };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new SimViolation($"seed {seed}, step {world.Steps}: something threw: {exception}") { Happened = [.. world.Mishaps.Happened] };
        }

        world.Laws.Counts.Steps = world.Steps;
        return world.Laws.Counts;
    }

    private static void Run(SimWorld world, IReadOnlySet<int>? keep)
    {
        for (var i = 0; i < world.Plan.Nodes; i++)
        {
            world.After(world.Between(0, 1), () => world.Mishaps.StartNode($"n{world.Nodes.Count}"));
        }

        world.RunUntil((world.Plan.TakesBack ? TakenBack : Begun).Ticks);
        world.Laws.CheckRest();
        world.Laws.HasRested = true;
        world.Mishaps.Begin(keep);
        world.RunUntil(world.Now + world.Plan.Length.Ticks);
        world.Mishaps.End();
        world.RunUntil(world.Now + Rest.Ticks);
        world.Laws.CheckRest();
    }
}
