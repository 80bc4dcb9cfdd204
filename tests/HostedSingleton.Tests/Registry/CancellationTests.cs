using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>Every wait takes a token, and a name granted to someone who no longer waits is given back.</summary>
public sealed class CancellationTests
{
    private static readonly GlobalName Name = "poller";

    public static TheoryData<string> Calls => ["try", "register", "reregister"];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_wait_that_was_cancelled_before_it_began_asks_for_nothing(string call)
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CallAsync(a, call, new CancellationToken(true)));
        Assert.DoesNotContain(a.Link.Sent, c => c is RegisterCommand or ReregisterCommand);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_grant_whose_answer_comes_after_the_cancellation_is_given_back(string call)
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        a.Link.LosesEvents = true;
        a.Link.HoldsAnswer = c => c is RegisterCommand or ReregisterCommand;
        using var cancel = new CancellationTokenSource();
        var waiting = CallAsync(a, call, cancel.Token);
        await mesh.IdleAsync();
        Assert.NotNull(await a.Registry.WhereIsAsync(Name, Stop).Done("the answer"));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Done("the end of the wait"));
        await mesh.IdleAsync();
        a.Link.LetGoOn();
        await mesh.IdleAsync();
        Assert.Null(await a.Registry.WhereIsAsync(Name, Stop).Done("the answer"));
        Assert.Null(a.Registry.WhereIs(Name));
        Assert.Empty(await a.ClaimsAsync());
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_request_that_reaches_the_store_after_the_cancellation_leaves_nothing_behind(string call)
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        a.Link.HoldsCommand = c => c is RegisterCommand or ReregisterCommand;
        using var cancel = new CancellationTokenSource();
        var waiting = CallAsync(a, call, cancel.Token);
        await mesh.IdleAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Done("the end of the wait"));
        await mesh.IdleAsync();
        a.Link.LetGoOn();
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        Assert.Null(await a.Registry.WhereIsAsync(Name, Stop).Done("the answer"));
        Assert.Empty(await a.ClaimsAsync());
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_queue()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        var held = await a.Register(Name).Granted();
        using var cancel = new CancellationTokenSource();
        var first = b.Register(Name, cancellation: cancel.Token);
        await mesh.IdleAsync();
        var second = b.Register(Name);
        await mesh.IdleAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Done("the end of the wait"));
        await mesh.IdleAsync();
        Assert.Single((await a.Registry.StatusOfAsync(Name, Stop).Done("the answer")).Queue);
        await held.DisposeAsync();
        await second.Granted();
    }

    [Fact]
    public async Task A_cancelled_wait_is_not_asked_for_by_the_next_join()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        var held = await a.Register(Name).Granted();
        using var cancel = new CancellationTokenSource();
        var waiting = b.Register(Name, cancellation: cancel.Token);
        await mesh.IdleAsync();
        b.Link.IsCut = true;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Done("the end of the wait"));
        await mesh.AdvanceAsync(TestMesh.Lease / 2);
        b.Link.IsCut = false;
        await mesh.AdvanceAsync(TestMesh.Lease);
        await held.DisposeAsync();
        await mesh.IdleAsync();
        Assert.Null(await a.Registry.WhereIsAsync(Name, Stop).Done("the answer"));
        Assert.Empty(await b.ClaimsAsync());
    }

    [Fact]
    public async Task Waits_that_come_and_go_during_a_long_outage_leave_nothing_behind()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        for (var i = 0; i < 50; i++)
        {
            using var cancel = new CancellationTokenSource();
            var waiting = a.Register($"n{i}", cancellation: cancel.Token);
            await mesh.AdvanceAsync(TestMesh.Beat);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Done("the end of the wait"));
        }

        await mesh.IdleAsync();
        Assert.Empty(await a.ClaimsAsync());
    }

    [Theory]
    [InlineData("where")]
    [InlineData("status")]
    [InlineData("free")]
    [InlineData("sync")]
    [InlineData("connect")]
    [InlineData("disconnect")]
    public async Task Questions_to_a_store_that_does_not_answer_can_be_cancelled(string question)
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a", s => s with { ConnectAtStart = question != "connect" });
        a.Link.HoldsCommand = _ => true;
        using var cancel = new CancellationTokenSource();
        Task asked = question switch
        {
            "where" => a.Registry.WhereIsAsync(Name, cancel.Token),
            "status" => a.Registry.StatusOfAsync(Name, cancel.Token),
            "free" => a.Registry.UnregisterAsync(Name, cancel.Token),
            "sync" => a.Registry.SyncAsync(cancel.Token),
            "connect" => a.Mesh.ConnectAsync(cancel.Token),
            _ => a.Mesh.DisconnectAsync(cancel.Token),
        };
        await mesh.IdleAsync();
        Assert.False(asked.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.Done("the end of the wait"));
    }

    [Fact]
    public async Task A_question_to_a_store_that_does_not_answer_ends_with_the_links_time_limit()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        a.Link.IsCut = true;
        var error = await Assert.ThrowsAsync<StoreUnreachableException>(() => a.Registry.WhereIsAsync(Name, Stop).Done("the answer"));
        Assert.Contains("The link is cut.", error.Message, StringComparison.Ordinal);
        var status = await a.Registry.StatusOfAsync(Name, Stop).Done("the answer");
        Assert.False(status.FromStore);
    }

    private static Task CallAsync(TestNode node, string call, CancellationToken cancellationToken) => call switch
    {
        "try" => node.Registry.TryRegisterAsync(Name, cancellationToken: cancellationToken),
        "register" => node.Registry.RegisterAsync(Name, cancellationToken: cancellationToken),
        _ => node.Registry.ReregisterAsync(Name, cancellationToken: cancellationToken),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
