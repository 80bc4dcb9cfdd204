using System.Collections.Immutable;

namespace HostedSingleton.Store;

/// <summary>What the mesh knows of one name.</summary>
/// <param name="Version">The version of its last change.</param>
/// <param name="Name">The name.</param>
/// <param name="Owner">Who has it, or null.</param>
internal sealed record NameRecord(long Version, GlobalName Name, GlobalOwner? Owner) : StoreEvent(Version)
{
    /// <summary>Whether the owner's body has returned.</summary>
    public bool Completed { get; init; }

    /// <summary>Whether the owner was asked to hand the name over.</summary>
    public bool HandingOver { get; init; }

    /// <summary>Registrations that must stop before the name is granted again.</summary>
    public ImmutableArray<RegistrationId> Ending { get; init; } = [];

    /// <summary>Who lost the name without a goodbye.</summary>
    public ImmutableArray<Loss> Lost { get; init; } = [];

    /// <summary>Whether nothing is left to know: a replica drops the name.</summary>
    public bool IsEmpty => Owner is null && Ending.IsEmpty && Lost.IsEmpty;
}
