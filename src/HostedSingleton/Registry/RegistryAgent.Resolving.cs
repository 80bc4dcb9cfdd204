using HostedSingleton.Mesh;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

internal sealed partial class RegistryAgent
{
    private readonly List<Deliberation> _deliberations = [];

    private void Decide(RegistryEffect.Decide decide)
    {
        var (claim, handle) = (decide.Claim, _handles[decide.Claim]);
        var resolver = handle.Request.Options.Resolver;
        var clash = new GlobalNameClash(claim.Name, handle.Registration!.AsOwner(), decide.Theirs) { Random = _random };
        Say(() => LogClash(clash.Name, clash.Mine, clash.Theirs, resolver.Name));
        if (resolver.Compare is { } compare)
        {
            // Asked at once, so that many clashes are decided in one command.
            Take(claim, clash, resolver, compare(clash));
        }
        else
        {
            var limit = new CancellationTokenSource();
            var asked = new Deliberation(claim, clash, resolver, limit.Cancel);
            _deliberations.Add(asked);
            _agent.Callbacks.Start(() => DecideAsync(asked, limit.Token));
        }
    }

    /// <summary>Asks a user's resolver. One that throws or answers a stranger has decided for neither.</summary>
    private async Task DecideAsync(Deliberation asked, CancellationToken limit)
    {
        _agent.Post(now => asked.Deadline = now + _agent.Settings.ResolverTimeout);
        try
        {
            var winner = await asked.Resolver.DecideAsync(asked.Clash, limit).ConfigureAwait(false);
            _agent.Post(now => Conclude(asked, winner, null, now));
        }
#pragma warning disable CA1031 // A user's resolver may throw anything; whatever it is, neither side keeps the name.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _agent.Post(now => Conclude(asked, null, exception, now));
        }
    }

    /// <summary>A resolver that outlasts its limit has decided for neither; what it answers later is void.</summary>
    private void EndOverdue(TimeSpan now)
    {
        foreach (var overdue in _deliberations.Where(d => d.Deadline <= now).ToArray())
        {
            _agent.Callbacks.Post(new CallbackLane(), () => Guard(overdue.Clash.Name, overdue.Abandon));
            Conclude(overdue, null, new TimeoutException($"The resolver did not answer within {_agent.Settings.ResolverTimeout}."), now);
        }
    }

    private void Conclude(Deliberation asked, GlobalOwner? winner, Exception? failure, TimeSpan now)
    {
        if (!_deliberations.Remove(asked))
        {
            return;
        }

        if (failure is not null)
        {
            LogResolverFailed(asked.Clash.Name, asked.Resolver.Name, _agent.Settings.ResolverTimeout, failure);
        }
        else if (winner is not null && winner.Id != asked.Clash.Mine.Id && winner.Id != asked.Clash.Theirs.Id)
        {
            LogStranger(asked.Clash.Name, asked.Resolver.Name, winner);
        }

        Take(asked.Claim, asked.Clash, asked.Resolver, winner);
        Drain(now);
    }

    private void Take(LocalClaim claim, GlobalNameClash clash, GlobalNameResolver resolver, GlobalOwner? winner)
    {
        var decision = winner?.Id == clash.Mine.Id ? Decision.Mine : winner?.Id == clash.Theirs.Id ? Decision.Theirs : Decision.None;
        Say(() => LogDecided(clash.Name, resolver.Name, decision == Decision.Mine ? clash.Mine : decision == Decision.Theirs ? clash.Theirs : null));
        _machine.Decided(claim, clash.Theirs, decision, resolver.Name);
    }
}
