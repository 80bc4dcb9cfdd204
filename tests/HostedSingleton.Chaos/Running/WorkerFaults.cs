using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>What is done to one worker and its link. Each fault undoes what it did.</summary>
internal sealed class WorkerFaults(WorkerSlot slot, TimeSpan beat)
{
    public Task DoAsync(PlannedFault fault) => fault.Kind switch
    {
        FaultKind.Kill => RestartAsync(Signal.Kill, fault.Length),
        FaultKind.Terminate => RestartAsync(Signal.Terminate, fault.Length),
        FaultKind.ShortFreeze or FaultKind.LongFreeze => ForAsync(fault.Length, () => slot.Send(Signal.Stop), () => slot.Send(Signal.Continue)),
        FaultKind.Cut => ForAsync(fault.Length, slot.Link.Cut, slot.Link.Heal),
        FaultKind.HalfOpen => ForAsync(fault.Length, slot.Link.Stall, slot.Link.Heal),
        FaultKind.RequestsLost => ForAsync(fault.Length, () => slot.Link.StallOneWay(ProxyDirection.ToServer), slot.Link.Heal),
        FaultKind.RepliesLost => ForAsync(fault.Length, () => slot.Link.StallOneWay(ProxyDirection.ToClient), slot.Link.Heal),
        FaultKind.Late => ForAsync(fault.Length, slot.Link.Hold, slot.Link.Heal),
        FaultKind.Slow => ForAsync(fault.Length, () => slot.Link.Latency = beat * (fault.Draw % 4 + 1) / 2, () => slot.Link.Latency = TimeSpan.Zero),
        FaultKind.Flap => FlapAsync(fault.Length, times: fault.Draw % 4 + 2),
        FaultKind.Reset => ForAsync(TimeSpan.Zero, slot.Link.DropConnections, () => { }),
        _ => throw new InvalidOperationException($"{fault.Kind} cannot be done to a worker."),
    };

    private static async Task ForAsync(TimeSpan length, Action begin, Action end)
    {
        begin();
        await Task.Delay(length);
        end();
    }

    private async Task RestartAsync(Signal signal, TimeSpan away)
    {
        await slot.EndAsync(signal);
        await Task.Delay(away);
        await slot.StartAsync();
    }

    private async Task FlapAsync(TimeSpan length, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await ForAsync(length / times / 2, slot.Link.Cut, slot.Link.Heal);
            await Task.Delay(length / times / 2);
        }
    }
}
