using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

internal sealed partial class MeshMachine
{
    private const int ReapLimit = 200;

    private void Hear(MeshInput.Replied replied, TimeSpan now)
    {
        switch (replied.Command)
        {
            case LeaveCommand leave:
                HearLeave(leave, replied.Reply, now);
                break;
            case ReapCommand reap:
                HearReap(reap, replied.Reply, now);
                break;
            case JoinCommand join:
                _waitsForReply = false;
                HearJoin(join, replied, now);
                break;
            default:
                _waitsForReply = false;
                HearBeat(replied, now);
                break;
        }
    }

    private void HearBeat(MeshInput.Replied replied, TimeSpan now)
    {
        if (_phase != Phase.Beating || replied.Command.Session != Session)
        {
            return;
        }

        switch (replied.Reply)
        {
            case BeatReply beat:
                Renew(replied.SentAt);
                _effects.Add(new MeshEffect.Beaten(beat));
                ReapIf(beat.ReapDue);
                break;
            case GoneReply:
                Rejoin(now);
                break;
            default:
                Fail(replied.Reply, now);
                break;
        }
    }

    private void HearJoin(JoinCommand join, MeshInput.Replied replied, TimeSpan now)
    {
        if (_phase != Phase.Joining || join.Session != Session)
        {
            return;
        }

        if (replied.Reply is JoinedReply joined)
        {
            // An answer that comes later than the lease it grants is as good as none.
            if (now >= replied.SentAt + settings.Lease - settings.Margin)
            {
                Fail(new UnknownReply("The answer to a join came after the end of the lease it began."), now);
                return;
            }

            Admit(joined, replied.SentAt);
        }
        else
        {
            _failedJoins++;
            Fail(replied.Reply, now);
        }
    }

    private void Admit(JoinedReply joined, TimeSpan sentAt)
    {
        var isNew = Generation != 0 && Generation != joined.Generation;
        Generation = joined.Generation;
        _longestLease = joined.LongestLease > _longestLease ? joined.LongestLease : _longestLease;
        _failedJoins = 0;
        _phase = Phase.Beating;
        Renew(sentAt);
        Enter(MeshState.Joined);
        _effects.Add(new MeshEffect.Admitted(joined, isNew));
    }

    private void Renew(TimeSpan sentAt)
    {
        Deadline = sentAt + settings.Lease - settings.Margin;
        _nextAt = sentAt + settings.Beat;
        _pause = FirstPause;
    }

    private void Fail(StoreReply reply, TimeSpan now)
    {
        PauseFrom(now);
        switch (reply)
        {
            case RefusedReply refused:
                _effects.Add(new MeshEffect.Trouble(refused.Reason, Refused: true));
                break;
            case UnknownReply unknown:
                _effects.Add(new MeshEffect.Trouble(unknown.Reason, Refused: false));
                break;
            default:
                break;
        }
    }

    private void ReapIf(bool due)
    {
        if (due && !_waitsForReap)
        {
            _waitsForReap = true;
            _effects.Add(new MeshEffect.Send(new ReapCommand(settings.Node, Session, ReapLimit)));
        }
    }

    private void HearReap(ReapCommand reap, StoreReply reply, TimeSpan now)
    {
        _waitsForReap = false;
        if (reap.Session != Session || _phase != Phase.Beating)
        {
            return;
        }

        if (reply is GoneReply)
        {
            Rejoin(now);
        }
        else
        {
            ReapIf(reply is ReapedReply { More: true });
        }
    }

    private void HearLeave(LeaveCommand leave, StoreReply reply, TimeSpan now)
    {
        if (_phase != Phase.Parting || leave.Session != Session)
        {
            return;
        }

        if (reply is ReapedReply { More: true })
        {
            _effects.Add(new MeshEffect.Send(leave));
        }
        else
        {
            FinishParting(now);
        }
    }
}
