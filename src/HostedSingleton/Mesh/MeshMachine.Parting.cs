using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

internal sealed partial class MeshMachine
{
    private LeaveCommand? _leave;
    private bool _connectsNext;
    private bool _saysGoodbyeAgain;

    private void Connect(TimeSpan now)
    {
        if (State != MeshState.Disconnected)
        {
            return;
        }

        if (_phase == Phase.Parting)
        {
            _connectsNext = true;
            return;
        }

        // A join from before the disconnect may be unanswered still; it is not waited for.
        (_phase, _nextAt, _failedJoins, _awaited) = (Phase.Joining, now, 0, 0);
        Enter(MeshState.Joining);
    }

    private void Part(bool goodbye, TimeSpan now)
    {
        _connectsNext = false;
        if (_phase == Phase.Parting && (State == MeshState.Left || !goodbye))
        {
            // It is on its way.
            return;
        }

        var isKnown = Session > 0 && _phase != Phase.Idle;
        Enter(State == MeshState.Left || goodbye ? MeshState.Left : MeshState.Disconnected);
        if (isKnown)
        {
            (_phase, _pause, _saysGoodbyeAgain) = (Phase.Parting, FirstPause, false);
            _leave = new LeaveCommand(settings.Node, Session, goodbye);
            _effects.Add(new MeshEffect.Send(_leave));
        }
        else
        {
            FinishParting(now);
        }
    }

    private void FallSilent(TimeSpan now)
    {
        _connectsNext = false;
        Enter(MeshState.Left);
        FinishParting(now);
    }

    private void HearLeave(LeaveCommand leave, StoreReply reply, TimeSpan now)
    {
        if (!ReferenceEquals(leave, _leave))
        {
            return;
        }

        if (reply is ReapedReply { More: true })
        {
            _effects.Add(new MeshEffect.Send(leave));
        }
        else if (leave.Goodbye && reply is UnknownReply or RefusedReply)
        {
            // Without it the names wait for the end of the lease. Whoever waits for it knows for how long.
            _saysGoodbyeAgain = true;
            Fail(reply, now);
        }
        else
        {
            FinishParting(now);
        }
    }

    private void SayGoodbyeAgain(TimeSpan now)
    {
        if (_saysGoodbyeAgain && now >= _nextAt)
        {
            _saysGoodbyeAgain = false;
            _effects.Add(new MeshEffect.Send(_leave!));
        }
    }

    private void FinishParting(TimeSpan now)
    {
        (_phase, _leave, _saysGoodbyeAgain) = (Phase.Idle, null, false);
        _effects.Add(new MeshEffect.Parted());
        if (_connectsNext)
        {
            _connectsNext = false;
            Connect(now);
        }
    }
}
