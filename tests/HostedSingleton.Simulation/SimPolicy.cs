using HostedSingleton.Hosting;

namespace HostedSingleton.Simulation;

/// <summary>The four choices of a service, drawn anew for each of its lives.</summary>
internal static class SimPolicy
{
    /// <summary>One that always comes back.</summary>
    public static ServicePolicy Patient { get; } = new(WhenTaken.Standby, WhenConflicted.Standby, WhenFaulted.Restart, WhenCompleted.Keep);

    /// <summary>Any while things go wrong; a patient one while they heal, so that each node's service comes to rest.</summary>
    public static ServicePolicy Draw(SimWorld world)
    {
        if (!world.Mishaps.AreOn)
        {
            return Patient;
        }

        return new ServicePolicy(
            world.Chance(0.1) ? WhenTaken.Skip : WhenTaken.Standby,
            world.Chance(0.2) ? WhenConflicted.End : WhenConflicted.Standby,
            world.Chance(0.3) ? WhenFaulted.FollowHost : WhenFaulted.Restart,
            world.Plan.StoreOnly || world.Chance(0.6) ? WhenCompleted.Keep : world.Chance(0.5) ? WhenCompleted.Standby : WhenCompleted.End);
    }
}
