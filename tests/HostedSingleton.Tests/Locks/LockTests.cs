using HostedSingleton.Diagnostics;
using HostedSingleton.TestKit;
using HostedSingleton.Tests.Support;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Tests.Locks;

/// <summary>Locks within a mesh whose store can be reached: order, counting, time limits.</summary>
public sealed class LockTests
{
    private const string Resource = "orders";

    [Fact]
    public async Task A_lock_is_granted_in_the_order_of_asking_with_growing_tokens()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b", "c");
        var first = await mesh.Nodes[0].Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var waiting = new List<Task<GlobalLock>>();
        for (var i = 0; i < 12; i++)
        {
            waiting.Add(mesh.Nodes[(i * 2) % 3].Locks.AcquireAsync(Resource, cancellationToken: Stop));
            await mesh.IdleAsync();
        }

        var (held, token) = (first, first.FencingToken);
        foreach (var next in waiting)
        {
            Assert.DoesNotContain(waiting.SkipWhile(w => w != next), w => w.IsCompleted);
            await held.DisposeAsync();
            held = await next.Held();
            Assert.True(held.FencingToken > token, $"{held} after {token}");
            token = held.FencingToken;
        }
    }

    [Fact]
    public async Task A_lock_and_a_name_of_one_text_are_two_and_no_reader_of_names_sees_the_lock()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var named = await a.Register(Resource).Granted();
        await using var held = await b.Locks.AcquireAsync(Resource, "shipper", Stop).Held();
        await mesh.IdleAsync();

        Assert.Equal([new GlobalName(Resource)], a.Registry.RegisteredNames);
        Assert.Equal([new GlobalName(Resource)], b.Registry.RegisteredNames);
        Assert.Equal(named.Id, b.Registry.WhereIs(Resource)?.Id);
        Assert.Equal((b.Mesh.Self, "shipper"), (a.Locks.HolderOf(Resource)?.Node, a.Locks.HolderOf(Resource)?.Labels["requester"]));
        Assert.Null(a.Locks.HolderOf("else"));
    }

    [Fact]
    public async Task A_time_limit_that_no_timer_can_count_is_none()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var held = await mesh.Nodes[0].Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var waits = mesh.Nodes[1].Locks.TryAcquireAsync(Resource, TimeSpan.MaxValue, cancellationToken: Stop);
        await mesh.IdleAsync();
        Assert.False(waits.IsCompleted);
        await held.DisposeAsync();
        Assert.NotNull(await waits.Done("the grant"));
    }

    [Fact]
    public async Task A_try_without_a_time_limit_answers_at_once()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var held = await mesh.Nodes[0].Locks.TryAcquireAsync(Resource, cancellationToken: Stop).Done("the try");
        Assert.NotNull(held);
        Assert.Null(await mesh.Nodes[1].Locks.TryAcquireAsync(Resource, cancellationToken: Stop).Done("the try"));
        Assert.False(await mesh.Nodes[1].Locks.TryTransAsync(Resource, (_, _) => throw new InvalidOperationException("The body must not run."), cancellationToken: Stop).Done("the try"));

        await held.DisposeAsync();
        Assert.True(await mesh.Nodes[1].Locks.TryTransAsync(Resource, (_, _) => Task.CompletedTask, cancellationToken: Stop).Done("the try"));
    }

    [Fact]
    public async Task A_time_limit_that_runs_out_leaves_the_line()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var held = await mesh.Nodes[0].Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var late = mesh.Nodes[1].Locks.TryAcquireAsync(Resource, 3 * TestMesh.Lease, cancellationToken: Stop);
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.False(late.IsCompleted);
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.Null(await late.Done("the end of the time limit"));

        await held.DisposeAsync();
        await mesh.IdleAsync();
        Assert.Null(mesh.Nodes[0].Locks.HolderOf(Resource));
        Assert.Empty(await mesh.Nodes[1].ClaimsAsync());
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_line()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b", "c");
        var held = await mesh.Nodes[0].Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        using var cancel = new CancellationTokenSource();
        var cancelled = mesh.Nodes[1].Locks.AcquireAsync(Resource, cancellationToken: cancel.Token);
        await mesh.IdleAsync();
        var next = mesh.Nodes[2].Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh.IdleAsync();

        await cancel.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Done("the end of the wait"));
        Assert.Equal(cancel.Token, error.CancellationToken);
        await held.DisposeAsync();
        await next.Held();
    }

    [Fact]
    public async Task Those_who_name_one_requester_share_a_grant_and_each_must_let_go()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var first = await a.Locks.AcquireAsync(Resource, "job", Stop).Held();
        var second = await a.Locks.AcquireAsync(Resource, "job", Stop).Held();
        var third = await a.Locks.TryAcquireAsync(Resource, requester: "job", cancellationToken: Stop).Done("the try");
        Assert.Equal((first.FencingToken, first.FencingToken), (second.FencingToken, third!.FencingToken));
        Assert.Null(await a.Locks.TryAcquireAsync(Resource, requester: "other", cancellationToken: Stop).Done("the try"));
        Assert.Null(await a.Locks.TryAcquireAsync(Resource, cancellationToken: Stop).Done("the try"));
        Assert.Null(await b.Locks.TryAcquireAsync(Resource, requester: "job", cancellationToken: Stop).Done("the try"));

        await first.DisposeAsync();
        await first.DisposeAsync();
        await second.DisposeAsync();
        Assert.Null(await b.Locks.TryAcquireAsync(Resource, cancellationToken: Stop).Done("the try"));
        await third.DisposeAsync();
        await b.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
    }

    [Fact]
    public async Task Those_who_wait_under_one_requester_have_one_place_in_line_and_a_try_among_them_does_not_wait()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var held = await b.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var (one, two) = (a.Locks.AcquireAsync(Resource, "job", Stop), a.Locks.TryAcquireAsync(Resource, TimeSpan.FromHours(1), "job", Stop));
        await mesh.IdleAsync();
        Assert.Null(await a.Locks.TryAcquireAsync(Resource, requester: "job", cancellationToken: Stop).Done("the try"));
        Assert.Single(await a.ClaimsAsync());

        await held.DisposeAsync();
        await (await one.Held()).DisposeAsync();
        Assert.Null(await b.Locks.TryAcquireAsync(Resource, cancellationToken: Stop).Done("the try"));
        await (await two.Done("the grant"))!.DisposeAsync();
        await b.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
    }

    [Fact]
    public async Task Who_waits_and_shares_a_try_that_fails_goes_on_waiting()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var held = await b.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        a.Link.HoldsCommand = command => command is HostedSingleton.Store.RegisterCommand;
        var asked = a.Locks.TryAcquireAsync(Resource, requester: "job", cancellationToken: Stop);
        var waits = a.Locks.AcquireAsync(Resource, "job", Stop);
        await mesh.IdleAsync();
        a.Link.HoldsCommand = _ => false;
        a.Link.LetGoOn();
        Assert.Null(await asked.Done("the try"));
        await mesh.IdleAsync();
        Assert.False(waits.IsCompleted);

        await held.DisposeAsync();
        await waits.Held();
    }

    [Fact]
    public async Task A_failed_acquire_drops_nothing_that_is_held()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        await using var held = await mesh.Nodes[0].Locks.AcquireAsync(Resource, "job", Stop).Held();
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await mesh.Nodes[i % 2].Locks.TryAcquireAsync(Resource, requester: $"other {i}", cancellationToken: Stop).Done("the try"));
        }

        await mesh.AdvanceAsync(TestMesh.Lease);
        Assert.False(held.Lost.IsCancellationRequested);
        Assert.Equal(held.FencingToken, mesh.Nodes[1].Locks.HolderOf(Resource)?.Token);
    }

    [Fact]
    public async Task A_nested_Trans_keeps_the_lock_of_the_outer_one()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var result = await a.Locks.TransAsync(
            Resource,
            async (outer, _) =>
            {
                var inner = await a.Locks.TransAsync(Resource, (held, _) => Task.FromResult(held.FencingToken), "job", Stop);
                Assert.Equal(outer.FencingToken, inner);
                Assert.Null(await b.Locks.TryAcquireAsync(Resource, cancellationToken: Stop));
                return "done";
            },
            "job",
            Stop).Done("the work under the lock");

        Assert.Equal("done", result);
        await b.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
    }

    [Fact]
    public async Task Trans_waits_in_line_for_a_body_without_a_result_too()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0].Locks, mesh.Nodes[1].Locks);
        var first = await a.AcquireAsync(Resource, cancellationToken: Stop).Held();
        GlobalOwner? holder = null;
        Task Look() => Task.FromResult(holder = b.HolderOf(Resource));
        Task work = b.TransAsync(Resource, (_, _) => Look(), cancellationToken: Stop);
        await mesh.AdvanceAsync(TestMesh.Lease);
        Assert.False(work.IsCompleted);

        await first.DisposeAsync();
        await work.Done("the work under the lock");
        Assert.Equal(mesh.Nodes[1].Mesh.Self, holder?.Node);
        await a.AcquireAsync(Resource, cancellationToken: Stop).Held();
    }

    [Fact]
    public async Task Trans_lets_the_lock_go_when_its_body_throws()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        await Assert.ThrowsAsync<FormatException>(() =>
            mesh.Nodes[0].Locks.TransAsync<int>(Resource, (_, _) => throw new FormatException("It went wrong."), cancellationToken: Stop).Done("the work under the lock"));
        await mesh.Nodes[1].Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
    }

    [Fact]
    public async Task Bad_input_is_refused_at_once()
    {
        await using var mesh = await LockMesh.StartAsync("a");
        var locks = mesh.Nodes[0].Locks;
        await Assert.ThrowsAsync<ArgumentException>("resource", () => locks.AcquireAsync("", cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>("resource", () => locks.TryAcquireAsync("\u0001x", cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>("resource", () => locks.AcquireAsync(new string('x', 256), cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>("requester", () => locks.AcquireAsync(Resource, "", Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("timeout", () => locks.TryAcquireAsync(Resource, TimeSpan.FromMilliseconds(-2), cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentNullException>("body", () => locks.TransAsync<int>(Resource, null!, cancellationToken: Stop));
        Assert.Throws<ArgumentException>("resource", () => locks.HolderOf(""));
        Assert.Empty(await mesh.Nodes[0].ClaimsAsync());
    }

    [Fact]
    public async Task Ten_thousand_acquires_by_three_nodes_overlap_never_and_leave_nothing()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b", "c");
        var (holders, grants) = (0, 0);
        await Task.WhenAll(mesh.Nodes.SelectMany(n => Enumerable.Range(0, 4).Select(_ => Task.Run(() => ContendAsync(n))))).Within(TimeSpan.FromMinutes(5), "10,000 acquires");
        Assert.Equal(9996, grants);
        Assert.Empty((await Task.WhenAll(mesh.Nodes.Select(n => n.ClaimsAsync()))).SelectMany(c => c));
        await mesh.AdvanceAsync(TestMesh.Beat);
        Assert.All(mesh.Nodes, n => Assert.Null(n.Locks.HolderOf(Resource)));

        async Task ContendAsync(TestNode node)
        {
            for (var i = 0; i < 833; i++)
            {
                await using var held = await node.Locks.AcquireAsync(Resource, cancellationToken: Stop);
                Assert.Equal(1, Interlocked.Increment(ref holders));
                grants++;
                await Task.Yield();
                Interlocked.Decrement(ref holders);
            }
        }
    }

    [Fact]
    public async Task A_grant_is_logged_for_those_who_debug_only()
    {
        await using var mesh = await LockMesh.StartAsync("a");
        await mesh.Nodes[0].Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        await Eventually.Holds(() => mesh.Nodes[0].Log.GetSnapshot().Any(r => r.Id.Id == EventIds.LockGranted), TestMesh.Patience, "the line");
        var line = Assert.Single(mesh.Nodes[0].Log.GetSnapshot(), r => r.Message.Contains(Resource, StringComparison.Ordinal));
        Assert.Equal((LogLevel.Debug, EventIds.LockGranted), (line.Level, line.Id.Id));
        Assert.StartsWith("lock orders is granted to a#", line.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
