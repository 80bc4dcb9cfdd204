using HostedSingleton.Mesh;
using HostedSingleton.Registry;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Locks;

/// <summary>
/// The locks of a node. A lock is a name in a key space of its own, under <see cref="WhenIsolated.Stop"/>, so that the store's queue, its leases, its
/// settling and its joins serve both; what is added here is who shares a grant.
/// </summary>
internal sealed class GlobalLocks(NodeAgent agent, IRegistrar registrar, IGlobalRegistry names, TimeProvider time, ILogger logger) : IGlobalLocks
{
    /// <summary>The label of a lock's holder that shows the requester.</summary>
    private const string RequesterLabel = "requester";

    /// <summary>A lock that a store which lost data granted twice stays with the one who had it first: only the second grant was wrong.</summary>
    private static readonly GlobalRegistrationOptions Holding = new() { WhenIsolated = WhenIsolated.Stop, Resolver = Resolvers.KeepOldest };

    /// <summary>The longest time that a timer can count, some 49 days. Whoever waits for longer waits without a limit.</summary>
    private static readonly TimeSpan LongestLimit = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Resource, string Requester), LockGrant> _shared = [];

    public GlobalOwner? HolderOf(string resource) => names.WhereIs(GlobalName.OfLock(resource));

    public async Task<GlobalLock> AcquireAsync(string resource, string? requester = null, CancellationToken cancellationToken = default) =>
        (await TryAcquireAsync(resource, Timeout.InfiniteTimeSpan, requester, cancellationToken).ConfigureAwait(false))!;

    public async Task<GlobalLock?> TryAcquireAsync(string resource, TimeSpan timeout = default, string? requester = null, CancellationToken cancellationToken = default)
    {
        Check(resource, timeout, requester);
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = timeout > TimeSpan.Zero && timeout <= LongestLimit ? new CancellationTokenSource(timeout, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await AskAsync(resource, requester, timeout == TimeSpan.Zero, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public async Task<TResult> TransAsync<TResult>(
        string resource, Func<GlobalLock, CancellationToken, Task<TResult>> body, string? requester = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        var held = await AcquireAsync(resource, requester, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(held.Lost, cancellationToken);
            either.Token.ThrowIfCancellationRequested();
            return await body(held, either.Token).ConfigureAwait(false);
        }
    }

    public Task TransAsync(string resource, Func<GlobalLock, CancellationToken, Task> body, string? requester = null, CancellationToken cancellationToken = default) =>
        TryTransAsync(resource, body, Timeout.InfiniteTimeSpan, requester, cancellationToken);

    public async Task<bool> TryTransAsync(
        string resource, Func<GlobalLock, CancellationToken, Task> body, TimeSpan timeout = default, string? requester = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (await TryAcquireAsync(resource, timeout, requester, cancellationToken).ConfigureAwait(false) is not { } held)
        {
            return false;
        }

        await using (held.ConfigureAwait(false))
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(held.Lost, cancellationToken);
            either.Token.ThrowIfCancellationRequested();
            await body(held, either.Token).ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>One acquire of a grant fewer; the last one lets the lock go.</summary>
    internal Task LeaveAsync(LockGrant grant)
    {
        lock (_gate)
        {
            if (--grant.Users > 0)
            {
                return Task.CompletedTask;
            }

            if (grant.Requester is { } requester && _shared.GetValueOrDefault((grant.Resource, requester)) == grant)
            {
                _shared.Remove((grant.Resource, requester));
            }
        }

        return grant.Claim!.ReleaseAsync();
    }

    private async Task<GlobalLock?> AskAsync(string resource, string? requester, bool once, CancellationToken cancellationToken)
    {
        while (Enter(resource, requester, once) is { } grant)
        {
            try
            {
                await agent.WhileAliveAsync(grant.Listener.Answer, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                _ = LeaveAsync(grant);
                throw;
            }

            if (await grant.Listener.Answer.ConfigureAwait(false) is { } registration)
            {
                return new GlobalLock(grant, registration);
            }

            _ = LeaveAsync(grant);
            if (once)
            {
                return null;
            }

            // It shared a try of another acquire, and would rather have waited.
        }

        return null;
    }

    /// <summary>The grant that an acquire shares, or a new one; null for a try while its requester stands in line already.</summary>
    private LockGrant? Enter(string resource, string? requester, bool once)
    {
        LockGrant grant;
        lock (_gate)
        {
            if (requester is not null && _shared.TryGetValue((resource, requester), out var shared) && !shared.IsOver)
            {
                if (once && !shared.Once && !shared.IsHeld)
                {
                    return null;
                }

                shared.Users++;
                return shared;
            }

            grant = new LockGrant(this, resource, requester, once, new LockListener(logger));
            if (requester is not null)
            {
                _shared[(resource, requester)] = grant;
            }
        }

        // Not under the gate: it may take a turn of the agent. Nobody lets the grant go before this acquire has, so nobody misses its claim.
        grant.Claim = registrar.Claim(GlobalName.OfLock(resource), new ClaimRequest(once ? ClaimMode.Once : ClaimMode.Wait, OptionsOf(requester)), grant.Listener);
        return grant;
    }

    private static GlobalRegistrationOptions OptionsOf(string? requester) =>
        requester is null ? Holding : Holding with { Labels = new Dictionary<string, string> { [RequesterLabel] = requester } };

    private static void Check(string resource, TimeSpan timeout, string? requester)
    {
        _ = GlobalName.OfLock(resource);
        if (requester is not null && GlobalName.Problem(requester) is { } problem)
        {
            throw new ArgumentException($"The requester of a lock keeps to the rules of a name. {problem}", nameof(requester));
        }

        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The time limit of an acquire is zero (ask once), positive, or Timeout.InfiniteTimeSpan.");
        }
    }
}
