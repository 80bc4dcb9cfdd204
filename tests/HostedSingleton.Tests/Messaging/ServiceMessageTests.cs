using System.Diagnostics;
using HostedSingleton.Diagnostics;
using HostedSingleton.TestKit;
using HostedSingleton.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;

namespace HostedSingleton.Tests.Messaging;

/// <summary>Messages to services, over two whole hosts.</summary>
public sealed class ServiceMessageTests : IAsyncDisposable
{
    private const string Name = "chatter";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly InMemoryMeshStore _store = new();
    private readonly List<IHost> _hosts = [];

    [Fact]
    public async Task Typed_handlers_and_OnMessageAsync_get_their_messages_in_order()
    {
        var (chatter, sender) = await StartAsync();

        await Task.WhenAll(sender.SendAsync(Name, "one"), sender.SendAsync(Name, new Greeting("me", 2)), sender.SendAsync(Name, "three"));

        Assert.Equal(["text one", "greeting 2", "text three"], [await chatter.HeardAsync(), await chatter.HeardAsync(), await chatter.HeardAsync()]);
    }

    [Fact]
    public async Task What_an_answering_handler_returns_is_the_reply()
    {
        var (_, sender) = await StartAsync();

        Assert.Equal(25, await sender.CallAsync<int>(Name, new Question(4)).Within(Limit, "the reply"));
    }

    [Fact]
    public async Task A_handler_that_throws_is_logged_and_counted_the_caller_gets_it_and_the_service_goes_on()
    {
        var (chatter, sender) = await StartAsync();

        var error = await Assert.ThrowsAsync<GlobalCallFailedException>(() => sender.CallAsync<int>(Name, new Question(0)));
        await sender.SendAsync(Name, "next");

        Assert.Equal("text next", await chatter.HeardAsync());
        Assert.Equal("DivideByZeroException: Nothing is divided by zero.", error.Failure);
        Assert.Single(Logs(0), record => record.Id.Id == EventIds.MessageHandlerThrew);
        Assert.False(chatter.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task A_service_that_says_so_faults_with_its_handler()
    {
        var (chatter, sender) = await StartAsync(o => (o.WhenMessageFaulted, o.WhenFaulted) = (WhenMessageFaulted.Fault, WhenFaulted.FollowHost));

        await Assert.ThrowsAsync<GlobalCallFailedException>(() => sender.CallAsync<int>(Name, new Question(0)));

        await Assert.ThrowsAsync<DivideByZeroException>(() => chatter.ExecuteTask!.Within(Limit, "the service to fault"));
    }

    [Fact]
    public async Task Of_a_long_error_its_caller_gets_the_beginning()
    {
        var (chatter, sender) = await StartAsync();
        chatter.BeforeText = _ => throw new FormatException(new string('x', 200_000));

        var error = await Assert.ThrowsAsync<GlobalCallFailedException>(() => sender.CallAsync<int>(Name, "long").Within(Limit, "the reply"));

        Assert.StartsWith("FormatException: xxx", error.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_starts_again_here_after_its_handler_has_thrown_goes_on_with_its_messages()
    {
        var (chatter, sender) = await StartAsync(o => (o.WhenMessageFaulted, o.WhenFaulted, o.MaxRestarts) = (WhenMessageFaulted.Fault, WhenFaulted.Restart, 3));
        chatter.BeforeText = _ => throw new FormatException("This one is bad.");
        await sender.SendAsync(Name, "bad");
        await Eventually.Holds(() => Logs(0).Any(record => record.Id.Id == EventIds.ServiceRestarted), Limit, "the body to start again");
        chatter.BeforeText = _ => Task.CompletedTask;

        await sender.SendAsync(Name, "good");

        Assert.Equal("text good", await chatter.HeardAsync());
    }

    [Fact]
    public async Task A_handler_that_times_out_is_a_fault_too()
    {
        var (chatter, sender) = await StartAsync(
            o => (o.WhenMessageFaulted, o.WhenFaulted) = (WhenMessageFaulted.Fault, WhenFaulted.FollowHost),
            async token => await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing));
        chatter.BeforeText = _ => throw new TaskCanceledException("The server took too long.");

        await sender.SendAsync(Name, "slow");

        await Assert.ThrowsAsync<TaskCanceledException>(() => chatter.ExecuteTask!.Within(Limit, "the service to fault"));
    }

    [Fact]
    public async Task A_service_whose_body_has_returned_goes_on_handling_messages_under_Keep()
    {
        var (chatter, sender) = await StartAsync(body: _ => Task.CompletedTask);

        await sender.SendAsync(Name, "still there?");

        Assert.Equal("text still there?", await chatter.HeardAsync());
    }

    [Fact]
    public async Task The_name_is_handed_on_when_the_handler_that_runs_has_ended()
    {
        var (chatter, sender) = await StartAsync();
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        chatter.BeforeText = _ =>
        {
            entered.TrySetResult();
            return leave.Task;
        };
        await sender.SendAsync(Name, "slow");
        await entered.Task.Within(Limit, "the handler to begin");

        var stopping = _hosts[0].StopAsync();
        var registry = _hosts[1].Services.GetRequiredService<IGlobalRegistry>();
        Assert.NotNull(await registry.WhereIsAsync(Name));
        Assert.False(stopping.IsCompleted);
        leave.SetResult();
        await stopping.Within(Limit, "the host to stop");

        Assert.Equal("text slow", await chatter.HeardAsync());
        Assert.Null(await registry.WhereIsAsync(Name));
    }

    [Fact]
    public async Task A_service_that_handles_no_messages_refuses_them()
    {
        var (_, sender) = await StartAsync();
        await StartHostAsync("third", builder => builder.AddGlobalHostedService<ScriptedService>("deaf"));
        await Eventually.Holds(() => _hosts[1].Services.GetRequiredService<IGlobalRegistry>().WhereIs("deaf") is not null, Limit, "deaf to be seen");

        var error = await Assert.ThrowsAsync<GlobalMessageRefusedException>(() => sender.SendAsync("deaf", "hello"));

        Assert.Equal(GlobalMessageRefusal.NoMailbox, error.Reason);
    }

    [Fact]
    public async Task The_handler_runs_in_the_senders_trace()
    {
        var (chatter, sender) = await StartAsync();
        using var activity = new Activity("send").SetIdFormat(ActivityIdFormat.W3C).Start();

        await sender.SendAsync(Name, "traced");

        Assert.Equal($"text traced {activity.TraceId}", await chatter.HeardAsync());
    }

    [Fact]
    public async Task A_source_generated_context_serves_as_well()
    {
        var (_, sender) = await StartAsync(messages: o => o.TypeInfoResolver = GeneratedMessages.Default);

        Assert.Equal(50, await sender.CallAsync<int>(Name, new Question(2)).Within(Limit, "the reply"));
        await sender.SendAsync(Name, "text needs no context of yours");
        await Assert.ThrowsAsync<NotSupportedException>(() => sender.SendAsync(Name, new Greeting("me", 1)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    /// <summary>The service on one host, and the messenger of another that sees it.</summary>
    private async Task<(Chatter Chatter, IGlobalMessenger Sender)> StartAsync(
        Action<GlobalServiceOptions>? service = null, Func<CancellationToken, Task>? body = null, Action<GlobalMessagingOptions>? messages = null)
    {
        var first = await StartHostAsync("first", mesh => mesh.AddGlobalHostedService<Chatter>(Name, service), messages, host =>
        {
            var chatter = host.Services.GetRequiredKeyedService<Chatter>(Name);
            chatter.Body = body ?? chatter.Body;
        });
        var second = await StartHostAsync("second", _ => { }, messages);
        await Eventually.Holds(() => second.Services.GetRequiredService<IGlobalRegistry>().WhereIs(Name) is not null, Limit, $"{Name} to be seen");
        return (first.Services.GetRequiredKeyedService<Chatter>(Name), second.Services.GetRequiredService<IGlobalMessenger>());
    }

    private async Task<IHost> StartHostAsync(string node, Action<HostedSingletonBuilder> add, Action<GlobalMessagingOptions>? messages = null, Action<IHost>? before = null)
    {
        var builder = Hosts.Builder();
        var mesh = builder.Services.AddHostedSingleton(o =>
        {
            (o.Mesh, o.Node) = ("chat", node);
            messages?.Invoke(o.Messages);
        }).UseInMemory(_store);
        add(mesh);
        _hosts.Add(builder.Build());
        before?.Invoke(_hosts[^1]);
        await _hosts[^1].StartAsync();
        await _hosts[^1].Services.GetRequiredService<INodeMesh>().ConnectAsync().Within(Limit, $"{node} to join");
        return _hosts[^1];
    }

    private IReadOnlyList<FakeLogRecord> Logs(int host) => _hosts[host].Services.GetFakeLogCollector().GetSnapshot();
}
