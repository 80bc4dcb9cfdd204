using HostedSingleton.Store;

namespace HostedSingleton.Hosting;

/// <summary>A store that was chosen.</summary>
/// <param name="Verb">The method that chose it, for the error when there are two.</param>
/// <param name="Settings">What it was chosen with; equal settings are the same choice. May hold secrets, so it is compared and never shown.</param>
/// <param name="Make">Makes it.</param>
internal sealed record StoreChoice(string Verb, object? Settings, Func<IServiceProvider, IMeshStore> Make)
{
    public bool IsSameAs(StoreChoice other) => Verb == other.Verb && Equals(Settings, other.Settings);
}
