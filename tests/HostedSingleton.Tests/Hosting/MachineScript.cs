using HostedSingleton.Hosting;

namespace HostedSingleton.Tests.Hosting;

/// <summary>Drives a <see cref="ServiceMachine"/> with words, and says what it wants in words, so that a table of transitions reads as one.</summary>
internal sealed class MachineScript(ServicePolicy policy)
{
    private long _claim;
    private long _hook;
    private long _timer;
    private long _body;

    public ServiceMachine Machine { get; } = new(policy);

    /// <summary>Applies inputs, separated by blanks, and returns the effects of the last one.</summary>
    public string On(string inputs)
    {
        var effects = "";
        foreach (var word in inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            effects = string.Join(' ', Machine.Step(Input(word)).Select(Word));
        }

        return effects;
    }

    private ServiceInput Input(string word) => word switch
    {
        "start" => new ServiceInput.Start(),
        "stop" => new ServiceInput.StopAsked(),
        "queued" => new ServiceInput.Queued(_claim, null),
        "queued-behind-1" => new ServiceInput.Queued(_claim, Owners.Other()),
        "queued-behind-2" => new ServiceInput.Queued(_claim, Owners.Other(2)),
        "taken" => new ServiceInput.Taken(_claim, Owners.Other()),
        "owned" => new ServiceInput.Owned(_claim, Owners.Registration()),
        "lost" => new ServiceInput.Lost(_claim, Owners.Conflict()),
        "killed" => new ServiceInput.Lost(_claim, Owners.Conflict(Resolvers.RandomExit)),
        "isolated" => new ServiceInput.Isolated(_claim),
        "owned-late" => new ServiceInput.Owned(_claim - 1, Owners.Registration()),
        "returned" => new ServiceInput.BodyEnded(null),
        "threw" => new ServiceInput.BodyEnded(new InvalidOperationException("body")),
        "threw-again" => new ServiceInput.BodyEnded(new InvalidOperationException("body"), MayRestart: true),
        "handover" => new ServiceInput.HandOver(_claim),
        "stuck" => new ServiceInput.Stuck(_body),
        "stuck-late" => new ServiceInput.Stuck(_body - 1),
        "drained" => new ServiceInput.Barred(ServiceStop.Drained),
        "undrained" => new ServiceInput.Cleared(ServiceStop.Drained),
        "unfit" => new ServiceInput.Barred(ServiceStop.NotEligible),
        "fit" => new ServiceInput.Cleared(ServiceStop.NotEligible),
        "hooked" => new ServiceInput.HookEnded(_hook),
        "hooked-late" => new ServiceInput.HookEnded(_hook - 1),
        "time" => new ServiceInput.TimerElapsed(_timer),
        "time-late" => new ServiceInput.TimerElapsed(_timer - 1),
        "paused" => new ServiceInput.BackoffElapsed(),
        _ => throw new ArgumentException($"'{word}' is not a word of this script.", nameof(word)),
    };

    private string Word(ServiceEffect effect)
    {
        switch (effect)
        {
            case ServiceEffect.Claim claim:
                _claim = claim.Number;
                return $"claim-{claim.Mode}";
            case ServiceEffect.CallHook call:
                _hook = call.Number;
                return $"hook-{call.Hook.GetType().Name}";
            case ServiceEffect.StartTimer start:
                _timer = start.Number;
                return $"timer-{start.Kind}";
            case ServiceEffect.StartBody start:
                _body = start.Number;
                return nameof(ServiceEffect.StartBody);
            case ServiceEffect.EndLife end:
                return end.Fault is null ? "EndLife" : "EndLife-with-fault";
            case ServiceEffect.ReportResting resting:
                return $"resting-{resting.Why}";
            case ServiceEffect.ReportOverdueBody overdue:
                return $"overdue-{overdue.Reason}";
            default:
                return effect.GetType().Name;
        }
    }
}
