using HostedSingleton.Store;

namespace HostedSingleton.Registry;

internal sealed partial class RegistryAgent
{
    private void Decide(RegistryEffect.Decide decide)
    {
        var (claim, handle) = (decide.Claim, _handles[decide.Claim]);
        var resolver = handle.Request.Options.Resolver;
        var clash = new GlobalNameClash(claim.Name, handle.Registration!.AsOwner(), decide.Theirs) { Random = _random };
        LogClash(claim.Name, clash.Mine, clash.Theirs, resolver.Name);
        if (resolver.Compare is { } compare)
        {
            // Asked at once, so that a thousand clashes are decided in one command.
            Take(claim, clash, resolver, compare(clash));
        }
        else
        {
            _ = Task.Run(() => DecideAsync(claim, clash, resolver));
        }
    }

    /// <summary>Asks a user's resolver. One that throws, hangs or answers a stranger has decided for neither.</summary>
    private async Task DecideAsync(LocalClaim claim, GlobalNameClash clash, GlobalNameResolver resolver)
    {
        var limit = _agent.Settings.ResolverTimeout;
        using var timeout = new CancellationTokenSource(limit, _time);
        GlobalOwner? winner = null;
        try
        {
            winner = await resolver.DecideAsync(clash, timeout.Token).AsTask().WaitAsync(limit, _time).ConfigureAwait(false);
            if (winner is not null && winner.Id != clash.Mine.Id && winner.Id != clash.Theirs.Id)
            {
                LogStranger(clash.Name, resolver.Name, winner);
            }
        }
#pragma warning disable CA1031 // A user's resolver may throw anything; whatever it is, neither side keeps the name.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogResolverFailed(clash.Name, resolver.Name, limit, exception);
        }

        _agent.Post(now =>
        {
            Take(claim, clash, resolver, winner);
            _machine.Flush();
            Drain(now);
        });
    }

    private void Take(LocalClaim claim, GlobalNameClash clash, GlobalNameResolver resolver, GlobalOwner? winner)
    {
        var decision = winner?.Id == clash.Mine.Id ? Decision.Mine : winner?.Id == clash.Theirs.Id ? Decision.Theirs : Decision.None;
        LogDecided(clash.Name, resolver.Name, decision == Decision.Mine ? clash.Mine : decision == Decision.Theirs ? clash.Theirs : null);
        _machine.Decided(claim, clash.Theirs, decision, resolver.Name);
    }
}
