using HostedSingleton.Hosting;

namespace HostedSingleton.Simulation;

/// <summary>What stands for users' code: bodies and hooks.</summary>
internal sealed partial class SimService
{
    private void StartBody(ServiceMachine life)
    {
        if (_body is { Ended: false })
        {
            World.Laws.Broken($"{Node} starts a second body of {Name}");
        }

        var body = _body = new SimBody(life.Registration!);
        Node.After(World.Between(0, 0.002), () =>
        {
            if (!body.Cancelled)
            {
                body.Begun = true;
                World.Laws.Began(this);
                ReturnOneDay(life, body);
            }
        });
    }

    /// <summary>Some bodies return after a while, some throw.</summary>
    private void ReturnOneDay(ServiceMachine life, SimBody body)
    {
        if (World.Mishaps.AreOn && World.Chance(0.15))
        {
            Exception? fault = !World.Plan.StoreOnly && World.Chance(0.4) ? new InvalidOperationException("A body has thrown.") : null;
            Node.After(World.Between(0.5, 20), () =>
            {
                if (!body.Cancelled)
                {
                    World.Laws.Excuse(this);
                    EndBody(life, body, fault);
                }
            });
        }
    }

    private void CancelBody(ServiceMachine life)
    {
        if (_body is { Ended: false } body)
        {
            body.Cancelled = true;
            body.IsRude = World.Chance(0.06);
            var longest = World.Plan.Stop ? World.Plan.LongestStop : 1.5;
            Node.After(body.IsRude ? World.Between(2, 8) : World.Between(0, longest), () => EndBody(life, body, null));
        }
    }

    private void EndBody(ServiceMachine life, SimBody body, Exception? fault)
    {
        if (!body.Ended)
        {
            body.Ended = true;
            World.Laws.Ended(this);
            Post(life, new ServiceInput.BodyEnded(fault));
        }
    }

    /// <summary>The hook of a conflict may well take its time: the body still runs, and has until the end of its grace period.</summary>
    private void CallHook(ServiceMachine life, ServiceEffect.CallHook call)
    {
        _hook = (call.Number, World.Chance(0.2));
        var takesLong = World.Chance(call.Hook is ServiceHook.GlobalNameConflict ? 0.4 : 0.04);
        Node.After(takesLong ? World.Between(0.1, 6) : World.Between(0, 0.02), () => Post(life, new ServiceInput.HookEnded(call.Number)));
    }

    private void CancelHook(ServiceMachine life)
    {
        if (!_hook.Ignores)
        {
            var number = _hook.Number;
            Node.After(World.Between(0, 0.01), () => Post(life, new ServiceInput.HookEnded(number)));
        }
    }
}
