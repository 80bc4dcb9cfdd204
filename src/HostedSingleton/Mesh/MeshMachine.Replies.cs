using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

internal sealed partial class MeshMachine
{
    private const int ReapLimit = 25;

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
            default:
                HearAwaited(replied, now);
                break;
        }
    }

    /// <summary>Of joins and beats only one is under way; the answer to one from before a disconnect is void.</summary>
    private void HearAwaited(MeshInput.Replied replied, TimeSpan now)
    {
        if (replied.Command.Session != _awaited)
        {
            return;
        }

        _awaited = 0;
        switch (_phase)
        {
            case Phase.Joining when replied.Command is JoinCommand:
                HearJoin(replied, now);
                break;
            case Phase.Beating when replied.Command is BeatCommand:
                HearBeat(replied, now);
                break;
            default:
                break;
        }
    }

    private void HearBeat(MeshInput.Replied replied, TimeSpan now)
    {
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

    private void HearJoin(MeshInput.Replied replied, TimeSpan now)
    {
        if (replied.Reply is JoinedReply joined)
        {
            var sentAt = replied.SentAt + joined.LastPartAfter;

            // An answer that comes later than the lease it grants is as good as none.
            if (now >= sentAt + settings.Lease - settings.Margin)
            {
                Fail(new UnknownReply("The answer to a join came after the end of the lease it began."), now);
                return;
            }

            Admit(joined, sentAt);
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
}
