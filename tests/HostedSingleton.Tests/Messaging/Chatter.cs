using System.Threading.Channels;
using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Messaging;

/// <summary>A service that takes messages in each of the ways there are, and tells what it got.</summary>
public class Chatter : GlobalBackgroundService
{
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();

    public Chatter()
    {
        Handle<Greeting>(GreetAsync);
        Answer<Question, int>(AnswerAsync);
    }

    public Func<CancellationToken, Task> Body { get; set; } = token => Task.Delay(Timeout.Infinite, token);

    public Func<CancellationToken, Task> BeforeText { get; set; } = _ => Task.CompletedTask;

    public Task<string> HeardAsync() => _heard.Reader.ReadAsync().AsTask().Within(TimeSpan.FromSeconds(10), "a message to be handled");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Body(stoppingToken);

    protected override async Task OnMessageAsync(GlobalMessage message, CancellationToken cancellationToken)
    {
        await BeforeText(cancellationToken);
        _heard.Writer.TryWrite($"text {message.Body} {System.Diagnostics.Activity.Current?.TraceId}".TrimEnd());
    }

    private Task GreetAsync(Greeting greeting, CancellationToken cancellationToken)
    {
        _heard.Writer.TryWrite($"greeting {greeting.Number}");
        return Task.CompletedTask;
    }

    private Task<int> AnswerAsync(Question question, CancellationToken cancellationToken) =>
        question.Of == 0 ? throw new DivideByZeroException("Nothing is divided by zero.") : Task.FromResult(100 / question.Of);
}
