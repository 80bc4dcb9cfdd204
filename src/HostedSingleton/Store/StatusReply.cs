using System.Collections.Immutable;

namespace HostedSingleton.Store;

/// <summary>One name as the store has it.</summary>
/// <param name="Record">Its record; one without an owner when the store has none.</param>
/// <param name="Queue">Who waits, next first.</param>
/// <param name="Settling">Whether the generation still settles.</param>
internal sealed record StatusReply(NameRecord Record, ImmutableArray<RegistrationId> Queue, bool Settling) : StoreReply;
