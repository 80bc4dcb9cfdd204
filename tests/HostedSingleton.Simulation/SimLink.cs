using HostedSingleton.Store;

namespace HostedSingleton.Simulation;

/// <summary>
/// A node's way to the store: each command and each answer takes its time, may be lost, and may arrive after the sender has given it up. An answer
/// may come twice: the first counts. Events may be late, lost, doubled, or out of order.
/// </summary>
internal sealed class SimLink(SimNode node) : IStoreLink
{
    private SimWorld World => node.World;

    public void Send(StoreCommand command, Action<StoreReply> onReply)
    {
        var answered = false;
        node.After(node.Clock.InWorld(SimPlan.CommandTimeout), () => Answer(new UnknownReply("No answer within the time limit.")));
        World.After(Delay(), () => Arrive(command, Answer));
        void Answer(StoreReply reply)
        {
            if (!answered && !node.IsDead)
            {
                answered = true;
                onReply(reply);
            }
        }
    }

    public void Listen(Action<EventBatch> onEvents)
    {
        World.Store.Connected(node.Id, true);
        World.Store.Listen(batch =>
        {
            if (node.IsDead || node.CutFromStore || World.Chance(node.LossRate / 2))
            {
                return;
            }

            World.After(Delay(), () => Deliver(() => onEvents(batch)));
            if (World.Chance(node.LossRate / 4))
            {
                World.After(Delay(), () => Deliver(() => onEvents(batch)));
            }
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private TimeSpan Delay() => World.Chance(0.01) ? World.Between(0.0, 0.3) : World.Chance(node.LossRate / 4) ? World.Between(0.5, 3) : World.Between(0.0001, 0.003);

    private void Arrive(StoreCommand command, Action<StoreReply> answer)
    {
        if (World.StorePausedUntil > World.Now)
        {
            World.After(new TimeSpan(World.StorePausedUntil - World.Now) + TimeSpan.FromTicks(World.Random.Next(20_000)), () => Arrive(command, answer));
            return;
        }

        if (node.CutToStore || World.Chance(node.LossRate))
        {
            return;
        }

        var reply = World.Store.Execute(command);
        World.Trace.Stored(node, command, reply);
        World.Laws.Stored(command, reply);
        if (!node.CutFromStore && !World.Chance(node.LossRate))
        {
            World.After(node.AnswersAfter + Delay(), () => Deliver(() => answer(reply)));
            if (World.Chance(node.LossRate))
            {
                World.After(node.AnswersAfter + Delay(), () => Deliver(() => answer(reply)));
            }
        }
    }

    private void Deliver(Action work)
    {
        if (!node.CutFromStore && !node.IsDead)
        {
            node.After(TimeSpan.Zero, work);
        }
    }
}
