using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>A node that goes on purpose gives no name away whose body may still run under Stop.</summary>
public sealed class PartingTests
{
    private static readonly GlobalName Poller = "poller";
    private static readonly GlobalRegistrationOptions StopOptions = new() { WhenIsolated = WhenIsolated.Stop };

    [Fact]
    public async Task A_disconnect_waits_for_services_that_stop_when_isolated()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var first = await a.Register(Poller, StopOptions).Granted();
        var waiting = b.Register(Poller, StopOptions);

        var disconnecting = a.Mesh.DisconnectAsync(Stop);
        await first.Lost.Fired();
        await mesh.AdvanceAsync(TestMesh.Beat);
        Assert.False(disconnecting.IsCompleted);
        Assert.False(waiting.IsCompleted);

        await first.DisposeAsync().AsTask().Done("the release");
        await disconnecting.Done("the disconnect");
        Assert.Equal(b.Mesh.Self, (await waiting.Granted()).Node);
    }

    [Fact]
    public async Task A_disconnect_waits_for_a_loser_under_Stop_that_has_not_stopped_yet()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var first = await a.Register(Poller, StopOptions).Granted();
        var waiting = b.Register(Poller, StopOptions);
        await b.Registry.UnregisterAsync(Poller, Stop).Done("the operator's unregister");
        await first.Lost.Fired();

        var disconnecting = a.Mesh.DisconnectAsync(Stop);
        await mesh.AdvanceAsync(TestMesh.Beat);
        Assert.False(waiting.IsCompleted, "b runs while a's body has not stopped");
        Assert.False(disconnecting.IsCompleted);

        await first.DisposeAsync().AsTask().Done("the release");
        await disconnecting.Done("the disconnect");
        await waiting.Granted();
    }

    [Fact]
    public async Task A_grant_under_Stop_that_comes_while_the_node_disconnects_does_not_run()
    {
        await using var mesh = new TestMesh();
        var (a, blocker, waiting, disconnecting) = await HoldBackAsync(mesh);

        await blocker.DisposeAsync().AsTask().Done("the release");
        await disconnecting.Done("the disconnect");
        await a.Mesh.ConnectAsync(Stop).Done("the connect");
        await waiting.Granted();
    }

    [Fact]
    public async Task A_goodbye_that_a_short_outage_swallows_is_said_again_until_the_store_has_heard_it()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await a.Register(Poller).Granted();
        var waiting = b.Register(Poller);
        await mesh.IdleAsync();

        a.Link.LosesCommand = command => command is LeaveCommand;
        var leaving = a.LeaveAsync();
        await mesh.AdvanceUntilAsync(() => a.Link.Sent.Count(command => command is LeaveCommand) > 2, "the goodbye to be said again");
        Assert.False(leaving.IsCompleted, "A goodbye that nobody heard was taken for one that was.");
        a.Link.LosesCommand = _ => false;
        await mesh.AdvanceUntilAsync(() => leaving.IsCompleted, "the goodbye");
        await waiting.Granted();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connect_that_is_asked_while_a_disconnect_waits_for_a_body_is_the_last_word(bool isCancelled)
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var first = await a.Register(Poller, StopOptions).Granted();
        using var patience = new CancellationTokenSource();
        var disconnecting = a.Mesh.DisconnectAsync(patience.Token);
        await first.Lost.Fired();
        var asked = a.Register("asked meanwhile");
        await mesh.IdleAsync();
        Assert.False(asked.IsCompleted);
        if (isCancelled)
        {
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => disconnecting.Done("the end of the wait"));
        }

        await a.Mesh.ConnectAsync(Stop).Done("the connect");
        await asked.Granted();
        await first.DisposeAsync().AsTask().Done("the release");
        await mesh.AdvanceAsync(TestMesh.Beat);
        Assert.Equal((MeshState.Joined, 2), (a.Mesh.State, b.Mesh.Nodes.Count));
        await a.Register("asked later").Granted();
        if (!isCancelled)
        {
            await disconnecting.Done("the end of the disconnect");
        }
    }

    [Fact]
    public async Task A_grant_that_a_disconnect_held_back_runs_when_a_connect_overtakes_that()
    {
        await using var mesh = new TestMesh();
        var (a, blocker, waiting, disconnecting) = await HoldBackAsync(mesh);

        await a.Mesh.ConnectAsync(Stop).Done("the connect");
        await waiting.Granted();
        await blocker.DisposeAsync().AsTask().Done("the release");
        await disconnecting.Done("the end of the disconnect");
        Assert.Equal(MeshState.Joined, a.Mesh.State);
    }

    [Fact]
    public async Task A_disconnect_that_is_asked_after_a_connect_cuts_the_node_off_all_the_same()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        await mesh.SettleAsync();
        var first = await a.Register(Poller, StopOptions).Granted();
        var overtaken = a.Mesh.DisconnectAsync(Stop);
        await first.Lost.Fired();
        await a.Mesh.ConnectAsync(Stop).Done("the connect");
        var disconnecting = a.Mesh.DisconnectAsync(Stop);
        await first.DisposeAsync().AsTask().Done("the release");
        await overtaken.Done("the end of the first disconnect");
        await disconnecting.Done("the disconnect");
        Assert.Equal(MeshState.Disconnected, a.Mesh.State);
    }

    [Fact]
    public async Task A_node_that_leaves_while_a_body_under_Stop_still_runs_leaves_its_names_to_the_lease()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var first = await a.Register(Poller, StopOptions).Granted();
        var waiting = b.Register(Poller, StopOptions);
        await mesh.IdleAsync();

        await a.LeaveAsync().Done("the goodbye");
        await first.Lost.Fired();
        await mesh.AdvanceAsync(TestMesh.Lease - TestMesh.Beat);
        Assert.False(waiting.IsCompleted);
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        await waiting.Granted();
    }

    [Fact]
    public async Task A_node_that_leaves_while_RunAsync_still_runs_a_body_leaves_its_name_to_the_lease()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var (lost, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var run = a.Registry.RunAsync(
            Poller,
            async (_, token) =>
            {
                await using var told = token.Register(lost.SetResult);
                await end.Task;
            },
            cancellationToken: Stop);
        await mesh.IdleAsync();
        var waiting = b.Register(Poller);
        await mesh.IdleAsync();

        await a.LeaveAsync().Done("the silence");
        await lost.Task.Done("the body to hear that it must stop");
        await mesh.AdvanceAsync(TestMesh.Lease - TestMesh.Beat);
        Assert.False(waiting.IsCompleted);
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        await waiting.Granted();
        end.SetResult();
        await run.Done("the body");
    }

    [Fact]
    public async Task A_goodbye_tells_the_owners_whose_names_it_gives_away()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        var first = await a.Register(Poller).Granted();
        var waiting = b.Register(Poller);
        await mesh.IdleAsync();

        await a.LeaveAsync().Done("the goodbye");
        await waiting.Granted();
        await first.Lost.Fired();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A name is granted to a node that waits for a body to stop, so that it can disconnect.</summary>
    private static async Task<(TestNode Node, GlobalRegistration Blocker, Task<GlobalRegistration> Waiting, Task Disconnecting)> HoldBackAsync(TestMesh mesh)
    {
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var blocker = await a.Register("blocker", StopOptions).Granted();
        var first = await b.Register(Poller, StopOptions).Granted();
        var waiting = a.Register(Poller, StopOptions);
        await mesh.IdleAsync();

        var disconnecting = a.Mesh.DisconnectAsync(Stop);
        await blocker.Lost.Fired();
        await first.DisposeAsync().AsTask().Done("the release");
        await mesh.IdleAsync();
        Assert.False(waiting.IsCompleted, "a name was granted to a node that is about to cut itself off");
        return (a, blocker, waiting, disconnecting);
    }
}
