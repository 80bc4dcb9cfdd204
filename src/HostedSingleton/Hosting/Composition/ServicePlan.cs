namespace HostedSingleton.Hosting;

/// <summary>One service that was added.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Key">What it was added under: its key in the container, the name of its options, and its global name where these give no other.</param>
internal sealed record ServicePlan(Type Type, string Key);
