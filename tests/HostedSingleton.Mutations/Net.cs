namespace HostedSingleton.Mutations;

/// <summary>What must catch a mutation.</summary>
internal enum Net
{
    /// <summary>The seeded simulation.</summary>
    Simulation,

    /// <summary>The tests of the machines and the store contract in memory: for what no simulation of equal nodes shows.</summary>
    Tests,

    /// <summary>The store contract on Redis: for what stands in Lua.</summary>
    Redis,
}
