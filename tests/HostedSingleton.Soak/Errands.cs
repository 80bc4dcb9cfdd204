namespace HostedSingleton.Soak;

/// <summary>What the code of users does on a node, each with a time limit. That it fails while links are cut and the store restarts is as it should be.</summary>
internal sealed class Errands(SoakCounts counts)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Does one thing.</summary>
    public async Task RunAsync(SoakNode node, Random random)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            await (random.Next(6) switch
            {
                0 => NamesAsync(node, random.Next(1, 20), limit.Token),
                1 => LockAsync(node, $"lock-{random.Next(2)}", limit.Token),
                2 or 3 => TalkAsync(node, random, limit.Token),
                4 => FollowAsync(node, limit.Token),
                _ => HandOverAsync(node, random, limit.Token),
            });
        }
        catch (Exception e) when (e is OperationCanceledException or StoreUnreachableException or GlobalMessagingException)
        {
            counts.Add("errands in vain");
        }
    }

    private async Task NamesAsync(SoakNode node, int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            var name = new GlobalName($"job-{Guid.NewGuid():n}");
            if (await node.Registry.TryRegisterAsync(name, null, cancellationToken) is { IsRegistered: true } result)
            {
                await node.Registry.UnregisterAsync(result.Registration, cancellationToken);
                counts.Add("ephemeral names");
            }
        }
    }

    private async Task LockAsync(SoakNode node, string resource, CancellationToken cancellationToken)
    {
        await using var granted = await node.Locks.TryAcquireAsync(resource, TimeSpan.FromSeconds(0.5), null, cancellationToken);
        counts.Add(granted is null ? "locks not granted in time" : "locks granted");
    }

    private async Task TalkAsync(SoakNode node, Random random, CancellationToken cancellationToken)
    {
        var name = ServiceName(random);
        for (var i = 0; i < 20; i++)
        {
            await node.Messenger.CallAsync<int>(name, new Ping(i), TimeSpan.FromSeconds(1), cancellationToken);
            await node.Messenger.SendAsync(name, new Ping(i), cancellationToken);
            counts.Add("messages", 2);
        }
    }

    private async Task FollowAsync(SoakNode node, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var name = new GlobalName($"followed-{Guid.NewGuid():n}");
        var monitored = node.Registry.MonitorAsync(name, enough.Token);
        await foreach (var _ in node.Registry.WatchAsync(cancellationToken))
        {
            counts.Add("events followed");
            break;
        }

        await enough.CancelAsync();
        await monitored;
    }

    private async Task HandOverAsync(SoakNode node, Random random, CancellationToken cancellationToken)
    {
        if (await node.Registry.HandOverAsync(ServiceName(random), null, cancellationToken))
        {
            counts.Add("handovers");
        }
    }

    private static GlobalName ServiceName(Random random) => $"service-{random.Next(SoakNode.Services)}";
}
