namespace HostedSingleton.Simulation;

/// <summary>Resolvers to draw from: the built-in ones, and users' that take their time, throw, hang or answer a stranger.</summary>
internal static class SimResolvers
{
    public static GlobalNameResolver Draw(SimNode node) => node.World.Random.Next(9) switch
    {
        0 => Resolvers.NotifyAll,
        1 => Resolvers.KeepOldest,
        2 => Resolvers.KeepNewest,
        3 => Resolvers.RandomExit,
        4 => Resolvers.KeepHighestPriority,
        5 => GlobalNameResolver.Create("odd", (clash, limit) => Odd(node, clash, limit)),
        _ => Resolvers.RandomNotify,
    };

    private static ValueTask<GlobalOwner?> Odd(SimNode node, GlobalNameClash clash, CancellationToken limit)
    {
        switch (node.World.Random.Next(6))
        {
            case 0:
                throw new InvalidOperationException("A resolver of a user has thrown.");
            case 1:
                return new(Later(node, TimeSpan.FromMinutes(10), null, limit));
            case 2:
                return new(clash.Mine with { Id = new RegistrationId(new NodeId("stranger", 1), 1) });
            case 3:
                return default;
            default:
                return new(Later(node, node.World.Between(0.1, 7), node.World.Chance(0.5) ? clash.Mine : clash.Theirs, limit));
        }
    }

    /// <summary>Answered by an event of the world, so nothing here leaves the one thread.</summary>
    private static Task<GlobalOwner?> Later(SimNode node, TimeSpan delay, GlobalOwner? winner, CancellationToken limit)
    {
        var answer = new TaskCompletionSource<GlobalOwner?>();
        limit.Register(() => answer.TrySetCanceled(limit));
        node.After(delay, () => answer.TrySetResult(winner));
        return answer.Task;
    }
}
