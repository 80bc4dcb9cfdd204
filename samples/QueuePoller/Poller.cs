using HostedSingleton;

namespace QueuePoller;

/// <summary>
/// One poller of a third-party queue for the whole application. Each write carries the fencing token, and a message is deleted only
/// when its write has been taken; so a poller that has lost the name without knowing it can do no harm, and no message is lost.
/// </summary>
[GlobalName("queue-poller")]
internal sealed class Poller(IThirdPartyQueue queue, IFencedSink sink, INodeMesh mesh, Journal journal, TimeProvider time) : GlobalBackgroundService
{
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(300);

    private int _written;

    protected override Task OnStandbyAsync(CancellationToken cancellationToken) => Note(Happening.StandsBy, "stands by");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _written = 0;
        await Note(Happening.Polls, $"polls, with token {Registration.FencingToken}");
        try
        {
            while (true)
            {
                await DealWithAsync(await queue.ReceiveAsync(stoppingToken), stoppingToken);
            }
        }
        finally
        {
            await Note(Happening.Stopped, $"has stopped, with no message in hand; it wrote {_written}");
        }
    }

    protected override Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken) =>
        Note(Happening.Told, $"is told {{global_name_conflict, {conflict.Name}}}: {conflict.Winner?.Node.Name} keeps the name");

    /// <summary>Not cancelled halfway: what has been received is written, deleted, or left in the queue.</summary>
    private async Task DealWithAsync(string message, CancellationToken stoppingToken)
    {
        // Read at each write: the winner of a clash gets a new one.
        var token = Registration.FencingToken;
        if (await sink.WriteAsync(message, token))
        {
            await queue.DeleteAsync(message);
            _written++;
            await Note(Happening.Wrote, $"wrote {message}");
        }
        else
        {
            await Note(Happening.Refused, $"wrote {message} in vain: its token {token} is stale, a later owner has written");

            // The message stays in the queue for that owner, and this node will be told when it is back in the mesh.
            await Task.Delay(AfterRefusal, time, stoppingToken);
        }
    }

    private Task Note(Happening what, string text)
    {
        journal(mesh.Self.Name, what, text);
        return Task.CompletedTask;
    }
}
