using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>Decided clashes on their way to the store, many in one command.</summary>
internal sealed partial class RegistryMachine
{
    /// <summary>How many decisions go in one command: a millisecond or two of the store.</summary>
    private const int DecisionsAtOnce = 25;

    private readonly List<LocalClaim> _decided = [];

    /// <summary>A resolver has decided. <see cref="Flush"/> sends what has been decided since.</summary>
    public void Decided(LocalClaim claim, GlobalOwner theirs, Decision decision, string resolver)
    {
        if (claim.Phase == ClaimPhase.Clashing && claim.Theirs == theirs)
        {
            claim.Decided = new Resolution(claim.Hold(), theirs.Token, decision, resolver);
            _decided.Add(claim);
        }
    }

    /// <summary>Sends the decisions, also those that are to be sent again, so many at a time that no step of the store is long.</summary>
    public void Flush()
    {
        foreach (var some in _decided.Where(c => c.Decided is not null).Distinct().Chunk(DecisionsAtOnce))
        {
            Commit([.. some]);
        }

        _decided.Clear();
    }

    private void Commit(ImmutableArray<LocalClaim> claims)
    {
        if (claims.IsEmpty || !mesh.MaySend)
        {
            return;
        }

        var command = new ResolveCommand(mesh.Node, mesh.Session, [.. claims.Select(c => c.Decided!)]);
        foreach (var claim in claims)
        {
            (claim.IsKnown, claim.Asked, claim.AskAgainAt) = (true, command, TimeSpan.MaxValue);
            claim.OnTheWay++;
        }

        Effects.Add(new RegistryEffect.SendDecisions(command, claims));
    }

    /// <summary>Presents one claim again, with a decision that no record can match: the store judges it as it would in a join.</summary>
    private void JudgeAnew(LocalClaim claim)
    {
        claim.Decided = new Resolution(claim.Hold(), new FencingToken(-1), Decision.Theirs, "");
        Commit([claim]);
    }
}
