using HostedSingleton.Registry;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Support;

/// <summary>What a store may say of a claim.</summary>
internal static class StoreWord
{
    public static GlobalOwner Them(long token = 50) => new()
    {
        Id = new RegistrationId(RegistryScript.Them, 1), Token = new FencingToken(token), RegisteredAt = DateTimeOffset.UnixEpoch,
    };

    public static GlobalOwner Me(LocalClaim claim, long token) => Them(token) with { Id = IdOf(claim) };

    public static ClaimVerdict Owned(LocalClaim claim, long token, long version) => Verdict(claim, VerdictKind.Owned, version) with { Token = new FencingToken(token) };

    public static ClaimVerdict Lost(LocalClaim claim, long version, ConflictReason reason = ConflictReason.Decided) =>
        Verdict(claim, VerdictKind.Lost, version) with { Loss = LossOf(claim, reason) };

    public static ClaimVerdict Clash(LocalClaim claim, long version, long token = 50) => Verdict(claim, VerdictKind.Clash, version) with { Theirs = Them(token) };

    public static ClaimVerdict Queued(LocalClaim claim, long version, GlobalOwner? owner = null) =>
        Verdict(claim, VerdictKind.Queued, version) with { Theirs = owner, Place = 1, Ticket = 5 };

    public static ClaimVerdict Taken(LocalClaim claim, long version) => Verdict(claim, VerdictKind.Taken, version) with { Theirs = Them() };

    public static ClaimVerdict Noted(LocalClaim claim, long version) => Verdict(claim, VerdictKind.Noted, version);

    public static Loss LossOf(LocalClaim claim, ConflictReason reason = ConflictReason.Decided) =>
        new(IdOf(claim), reason, reason == ConflictReason.Freed ? null : Them(), reason == ConflictReason.Decided ? "test" : null);

    /// <summary>A record; the script numbers it.</summary>
    public static NameRecord Record(GlobalOwner? owner, params IEnumerable<Loss> lost) => new(0, RegistryScript.Name, owner) { Lost = [.. lost] };

    private static ClaimVerdict Verdict(LocalClaim claim, VerdictKind kind, long version) => new(claim.Name, claim.Number, kind) { Version = version };

    private static RegistrationId IdOf(LocalClaim claim) => new(RegistryScript.Me, claim.Number);
}
