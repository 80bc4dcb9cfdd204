using HostedSingleton.Registry;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Support;

/// <summary>Puts what the registry machine asks for into a few words, for tables.</summary>
internal static class EffectText
{
    public static string Of(RegistryEffect effect) => effect switch
    {
        RegistryEffect.Send send => Of(send.Command),
        RegistryEffect.SendDecisions send => "resolve " + string.Join("+", send.Command.Resolutions.Select(r => $"{r.Mine.Number} {r.Decision}@{r.Expected}")),
        RegistryEffect.Ask ask => Of(ask.Command),
        RegistryEffect.LookAt look => $"look at {look.Name}",
        RegistryEffect.EndSession => "end session",
        RegistryEffect.Decide decide => $"decide {decide.Claim.Number} against {decide.Theirs.Token}",
        RegistryEffect.TellQueued queued => queued.Owner is null ? "tell queued" : $"tell queued behind {queued.Owner.Node.Name}",
        RegistryEffect.TellTaken taken => $"tell taken by {taken.Owner.Node.Name}",
        RegistryEffect.TellOwned owned => $"tell owned {owned.Number}",
        RegistryEffect.Renew renew => $"renew {renew.Token}",
        RegistryEffect.TellLost lost => $"tell lost {lost.Loss.Reason}",
        RegistryEffect.TellHandOver => "tell to hand over",
        RegistryEffect.TellIsolated => "tell isolated",
        RegistryEffect.TellDone done => $"tell done {done.Claim.Number}",
        RegistryEffect.GaveUp => "gave up",
        RegistryEffect.Trouble => "trouble",
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, "There are no words for this effect."),
    };

    private static string Of(NodeCommand command) => command switch
    {
        RegisterCommand register => $"register {register.Ask.Number}",
        ReregisterCommand reregister => $"reregister {reregister.Ask.Number}",
        UnregisterCommand unregister => $"unregister {unregister.Number}",
        HandOverCommand handOver => $"hand over to {handOver.To?.Name}",
        CompleteCommand complete => $"complete {complete.Number}",
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "There are no words for this command."),
    };
}
