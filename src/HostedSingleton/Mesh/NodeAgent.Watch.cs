using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

internal sealed partial class NodeAgent
{
    private readonly WatchMachine _watch;
    private string? _watchRefusal;

    /// <summary>Sends the look at the neighbour that is due.</summary>
    private void Watch(TimeSpan now)
    {
        if (MaySend && _watch.Tick(now) is { } look)
        {
            _link.Send(look, reply => Post(later => Looked(look, reply, later)));
        }
    }

    private void Looked(LookCommand look, StoreReply reply, TimeSpan now)
    {
        TellOfRefusal(reply);

        if (_watch.Looked(look, reply, now) is { } suspect && MaySend)
        {
            LogSuspect(_settings.Node, suspect);
            var atOnce = _settings.CrashDetection == CrashDetection.Connection;
            Send(new SuspectCommand(_settings.Node, Session, suspect, atOnce), (answer, later) =>
            {
                if (answer is DoneReply { Changed: true })
                {
                    Step(new MeshInput.SuspectMarked(atOnce), later);
                }
            });
        }
    }

    /// <summary>Logs that looks are refused: once for each reason, until one is answered.</summary>
    private void TellOfRefusal(StoreReply reply)
    {
        switch (reply)
        {
            case RefusedReply refused when refused.Reason != _watchRefusal:
                _watchRefusal = refused.Reason;
                LogWatchRefused(_settings.Node, refused.Reason);
                break;
            case LookReply:
                _watchRefusal = null;
                break;
        }
    }
}
