using HostedSingleton.Store;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Redis;

/// <summary>
/// The way of joins, beats and goodbyes: a thread and a connection of their own, so that neither a starved pool nor other traffic can hold them up.
/// A connection that missed an answer is closed, and the next is opened at once.
/// </summary>
internal sealed partial class BeatLane
{
    private const string Closed = "The link to the store is closed.";

    private readonly object _gate = new();
    private readonly Queue<LaneRequest> _requests = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WireConnection _connection;
    private readonly CommandWriter _writer;
    private readonly string _name;
    private readonly ILogger _logger;
    private readonly Action _onMissed;
    private readonly Action _beforeJoin;
    private readonly int _joinPage;
    private readonly TimeProvider _time;
    private bool _started;
    private bool _closed;
    private bool _connected;

    /// <summary>Makes a lane; the first command starts it.</summary>
    /// <param name="connection">Its connection.</param>
    /// <param name="writer">Makes the calls.</param>
    /// <param name="name">The name of its thread.</param>
    /// <param name="logger">Where it is told whether there is a connection.</param>
    /// <param name="onMissed">Called when an answer was missed: other connections may be dead too.</param>
    /// <param name="beforeJoin">Called before a join, on the lane's thread, which it may hold for a moment.</param>
    /// <param name="joinPage">How many claims of a join go in one step.</param>
    /// <param name="time">The clock that tells when each step was sent.</param>
    public BeatLane(WireConnection connection, CommandWriter writer, string name, ILogger logger, Action onMissed, Action beforeJoin, int joinPage, TimeProvider time) =>
        (_connection, _writer, _name, _logger, _onMissed, _beforeJoin, _joinPage, _time) = (connection, writer, name, logger, onMissed, beforeJoin, joinPage, time);

    public void Send(LaneRequest request)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _requests.Enqueue(request);
                Monitor.Pulse(_gate);
                Start();
                return;
            }
        }

        request.OnReply(new UnknownReply(Closed));
    }

    /// <summary>Ends the thread. What it waits for is cut short, and what was not answered is unknown.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
            if (!_started)
            {
                _ended.TrySetResult();
            }
        }

        _connection.Abort();
        return _ended.Task;
    }

    private void Start()
    {
        if (!_started)
        {
            _started = true;
            new Thread(Run) { IsBackground = true, Name = _name }.Start();
        }
    }

    private void Run()
    {
        while (WaitForWork())
        {
            if (!_connection.IsOpen)
            {
                Open();
            }
            else if (Next() is { } request)
            {
                Serve(request);
            }
        }

        AnswerAll(new UnknownReply(Closed));
        _connection.Abort();
        _ended.TrySetResult();
    }

    /// <summary>Waits until there is a command, or until a connection may be opened, which is done with or without a command. False when the lane is closed.</summary>
    private bool WaitForWork()
    {
        lock (_gate)
        {
            while (!_closed)
            {
                var pause = _connection.IsOpen ? Timeout.InfiniteTimeSpan : _connection.Pause;
                if (_connection.IsOpen ? _requests.Count > 0 : pause <= TimeSpan.Zero)
                {
                    return true;
                }

                Monitor.Wait(_gate, pause);
            }

            return false;
        }
    }

    private LaneRequest? Next()
    {
        lock (_gate)
        {
            return _requests.TryDequeue(out var request) ? request : null;
        }
    }

    private void Serve(LaneRequest request)
    {
        var reply = request.Command is JoinCommand join ? Join(join) : _connection.Ask(request.Command, _writer.Write(request.Command));
        Tell(reply);
        request.OnReply(reply);
        if (!_connection.IsOpen)
        {
            _onMissed();
        }
    }

    private StoreReply Join(JoinCommand join)
    {
        _beforeJoin();
        return JoinPages.Ask(join, _joinPage, _time, page => _connection.Ask(page.Join, _writer.Join(page)));
    }

    /// <summary>Opens a connection. When that fails, nobody waits for the next attempt.</summary>
    private void Open()
    {
        if (_connection.Open() is { } trouble)
        {
            Tell(trouble);
            AnswerAll(trouble);
        }
    }

    private void AnswerAll(StoreReply reply)
    {
        while (Next() is { } request)
        {
            request.OnReply(reply);
        }
    }

    /// <summary>Logs when a connection begins to answer, and when it no longer does.</summary>
    private void Tell(StoreReply reply)
    {
        var answers = reply is not UnknownReply and not RefusedReply;
        if (answers == _connected)
        {
            return;
        }

        _connected = answers;
        if (answers)
        {
            LogConnected(_connection.Target);
        }
        else if (!_closed)
        {
            LogLost(reply is RefusedReply refused ? refused.Reason : ((UnknownReply)reply).Reason);
        }
    }
}
