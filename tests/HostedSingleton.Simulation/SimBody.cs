namespace HostedSingleton.Simulation;

/// <summary>One run of a service's body.</summary>
/// <param name="registration">What it runs under.</param>
internal sealed class SimBody(GlobalRegistration registration)
{
    public GlobalRegistration Registration { get; } = registration;

    public bool Begun { get; set; }

    public bool Ended { get; set; }

    public bool Cancelled { get; set; }

    /// <summary>Whether it took longer to stop than the margin allows, so that nothing is promised of it.</summary>
    public bool IsRude { get; set; }
}
