using System.Net.Sockets;
using HostedSingleton.Store;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>The one wire of a beat lane: opened, used, and thrown away when it missed an answer or is not the primary's. For one thread, but for <see cref="Abort"/>.</summary>
/// <param name="targets">The servers.</param>
/// <param name="keys">The mesh's keys.</param>
/// <param name="timing">The time limits.</param>
/// <param name="pace">The pauses between attempts.</param>
/// <param name="time">The clock of the time limits.</param>
internal sealed class WireConnection(WireTargets targets, RedisKey[] keys, StoreTiming timing, Pace pace, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Wire? _wire;
    private WireOpening? _opening;
    private bool _aborted;

    public bool IsOpen => _wire is not null;

    /// <summary>How long the next attempt to open has to wait; zero or less when it may begin.</summary>
    public TimeSpan Pause => pace.Left;

    /// <summary>The server it was last open to, as host:port.</summary>
    public string Target { get; private set; } = "";

    /// <summary>Opens a wire. Answers null, or what went wrong.</summary>
    public StoreReply? Open()
    {
        try
        {
            Keep(Opened());
            pace.Succeed();
            return null;
        }
        catch (Exception e)
        {
            targets.Pass();
            pace.Fail();
            return e is WireErrorException ? ErrorReplies.Read(e.Message) : new UnknownReply($"Redis at {targets} cannot be reached: {Reason(e)}");
        }
    }

    /// <summary>Asks the server; where it is the wrong one, the right one.</summary>
    public StoreReply Ask(StoreCommand command, ScriptCall call)
    {
        for (var redirections = 0; ; redirections++)
        {
            try
            {
                return ReplyReader.Read(command, _wire!.Call(timing.CommandTimeout, call, keys));
            }
            catch (WireErrorException e)
            {
                if (ErrorReplies.MayBeReplaced(e.Message) && targets.HasOthers)
                {
                    TryOther();
                    return ErrorReplies.Read(e.Message);
                }

                if (!IsOfWrongServer(e.Message))
                {
                    return ErrorReplies.Read(e.Message);
                }

                Drop();
                if (redirections >= targets.Count || Open() is not null)
                {
                    return ErrorReplies.Read(e.Message);
                }
            }
            catch (Exception e)
            {
                Drop();
                return new UnknownReply($"Redis at {Target} did not answer: {Reason(e)}");
            }
        }
    }

    /// <summary>Cuts short whatever waits, for ever. From any thread.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _aborted = true;
            _opening?.GiveUp();
            _wire?.Dispose();
        }
    }

    private Wire Opened()
    {
        WireOpening opening;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_aborted, this);
            opening = _opening = new WireOpening(() => targets.Open(timing.ConnectTimeout), "hs-redis-dial");
        }

        return opening.Wait(new TimeLimit(time, timing.ConnectTimeout));
    }

    private void Keep(Wire wire)
    {
        lock (_gate)
        {
            (_wire, _opening, Target) = (wire, null, wire.Target);
            if (_aborted)
            {
                wire.Dispose();
            }
        }
    }

    private void Drop()
    {
        lock (_gate)
        {
            _wire?.Dispose();
            _wire = null;
        }
    }

    /// <summary>The next command goes to another server. After a pause, since there may be none that is of more use.</summary>
    private void TryOther()
    {
        Drop();
        targets.Pass();
        pace.Fail();
    }

    /// <summary>Whether another server has to be asked, or this one anew: then the next opening chooses again, by name too, since names move with a failover.</summary>
    private bool IsOfWrongServer(string error)
    {
        if (error.StartsWith("MOVED ", StringComparison.Ordinal) && targets.Follow(error))
        {
            return true;
        }

        if (ErrorReplies.IsOfReplica(error))
        {
            targets.Pass();
            return true;
        }

        return error.StartsWith("NOAUTH", StringComparison.Ordinal);
    }

    /// <summary>The same words for the same trouble, so that it is logged once.</summary>
    private static string Reason(Exception e) => e switch
    {
        SocketException socket => socket.SocketErrorCode == SocketError.TimedOut ? "no answer in time." : $"{socket.Message}.",
        IOException { InnerException: SocketException inner } => Reason(inner),
        TimeoutException => "no answer in time.",
        _ => $"{e.Message.TrimEnd('.')}.",
    };
}
