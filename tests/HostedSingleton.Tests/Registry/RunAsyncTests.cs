using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>The twin of the base class for those who do not inherit.</summary>
public sealed class RunAsyncTests
{
    private static readonly GlobalName Name = "poller";

    [Fact]
    public async Task The_result_comes_after_the_goodbye()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        Task<GlobalRegistration>? heir = null;
        var result = await a.Registry.RunAsync(Name, async (registration, _) =>
        {
            Assert.Equal(registration.Id, a.Registry.WhereIs(Name)?.Id);
            heir = b.Register(Name);
            await mesh.IdleAsync();
            Assert.False(heir.IsCompleted);
            return 42;
        }, cancellationToken: Stop).Done("the body");
        Assert.Equal(42, result);
        await heir!.Granted();
    }

    [Fact]
    public async Task An_operator_who_wants_the_name_handed_over_cancels_the_body_and_the_heir_has_it_after_the_goodbye()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var run = a.Registry.RunAsync(Name, async (registration, token) =>
        {
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return registration.Lost.IsCancellationRequested;
        }, cancellationToken: Stop);
        await mesh.IdleAsync();
        var heir = b.Register(Name);
        await mesh.IdleAsync();

        Assert.True(await b.Registry.HandOverAsync(Name, cancellationToken: Stop));

        Assert.False(await run.Done("the body"));
        await heir.Granted();
    }

    [Fact]
    public async Task A_body_without_a_result_ends_after_its_goodbye_too()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        GlobalOwner? owner = null;
        Task Look() => Task.FromResult(owner = a.Registry.WhereIs(Name));
        Task run = a.Registry.RunAsync(Name, (_, _) => Look(), cancellationToken: Stop);
        await run.Done("the body");
        Assert.Equal(a.Mesh.Self, owner?.Node);
        Assert.Null(a.Registry.WhereIs(Name));
    }

    [Fact]
    public async Task A_fault_lets_the_name_go_and_is_thrown()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        await Assert.ThrowsAsync<FormatException>(() => a.Registry.RunAsync<int>(Name, (_, _) => throw new FormatException(), cancellationToken: Stop).Done("the body"));
        Assert.Null(a.Registry.WhereIs(Name));
    }

    [Fact]
    public async Task A_lost_name_cancels_the_body_and_the_heir_starts_when_it_has_stopped()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var mayStop = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var run = a.Registry.RunAsync(Name, async (_, token) =>
        {
            await using var registration = token.Register(cancelled.SetResult);
            await mayStop.Task;
            return token.IsCancellationRequested;
        }, cancellationToken: Stop);
        await mesh.IdleAsync();
        var heir = b.Register(Name);
        await b.Registry.UnregisterAsync(Name, Stop);
        await cancelled.Task.Done("the body's token to fire");
        await mesh.IdleAsync();
        Assert.False(heir.IsCompleted);
        mayStop.SetResult();
        Assert.True(await run.Done("the body"));
        await heir.Granted();
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_without_running_the_body()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        var held = await a.Register(Name).Granted();
        using var cancel = new CancellationTokenSource();
        var run = b.Registry.RunAsync<int>(Name, (_, _) => throw new InvalidOperationException("it ran"), cancellationToken: cancel.Token);
        await mesh.IdleAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Done("the end of the wait"));
        await held.DisposeAsync();
        await mesh.IdleAsync();
        Assert.Null(a.Registry.WhereIs(Name));
    }

    [Fact]
    public async Task Cancelling_cancels_the_body_and_lets_the_name_go()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        using var cancel = new CancellationTokenSource();
        var run = a.Registry.RunAsync(Name, async (_, token) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        }, cancellationToken: cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Done("the body"));
        Assert.Null(a.Registry.WhereIs(Name));
    }

    [Fact]
    public async Task A_body_is_needed()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        await Assert.ThrowsAsync<ArgumentNullException>(() => a.Registry.RunAsync<int>(Name, null!, cancellationToken: Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
