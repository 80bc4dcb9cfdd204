using System.Collections.Immutable;

namespace HostedSingleton.Store;

/// <summary>One name as the store has it.</summary>
/// <param name="Record">Its record; one without an owner when the store has none.</param>
/// <param name="Owner">How its owner stands, or null.</param>
/// <param name="Line">Who waits, next first.</param>
/// <param name="SettlesIn">How long the generation still settles, on the lease clock; zero when it has settled.</param>
internal sealed record StatusReply(NameRecord Record, Standing? Owner, ImmutableArray<Standing> Line, TimeSpan SettlesIn) : StoreReply
{
    /// <summary>Whether the generation still settles.</summary>
    public bool Settling => SettlesIn > TimeSpan.Zero;

    /// <summary>Who waits, next first.</summary>
    public ImmutableArray<RegistrationId> Queue => [.. Line.Select(waiter => waiter.Id)];
}
