using HostedSingleton.Store;

namespace HostedSingleton.Tests.Hosting;

/// <summary>Registrations, owners and conflicts to tell a service about.</summary>
internal static class Owners
{
    public static readonly GlobalName Name = "poller";

    public static GlobalRegistration Registration(long number = 1) =>
        new(Name, new RegistrationId(new NodeId("here", 1), number), ClaimSpec.Default, new FencingToken(100 + number), 0, (_, _) => Task.CompletedTask);

    public static GlobalOwner Other(long number = 1) =>
        new() { Id = new RegistrationId(new NodeId("there", 1), number), Token = new FencingToken(200 + number), RegisteredAt = DateTimeOffset.UnixEpoch };

    public static GlobalNameConflict Conflict(GlobalNameResolver? resolver = null) => new()
    {
        Name = Name, Mine = Registration().AsOwner(), Other = Other(), Winner = Other(), Reason = ConflictReason.Decided, Resolver = (resolver ?? Resolvers.RandomNotify).Name,
    };
}
