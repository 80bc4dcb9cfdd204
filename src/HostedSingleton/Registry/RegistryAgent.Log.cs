using HostedSingleton.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Registry;

internal sealed partial class RegistryAgent
{
    private readonly List<Action> _toSay = [];
    private string? _lastTrouble;

    /// <summary>Logs something when all that is to be done has been done: a thousand names may change at once, and each line takes longer than what it tells of.</summary>
    private void Say(Action line) => _toSay.Add(line);

    private void SayAll()
    {
        var lines = _toSay.ToArray();
        _toSay.Clear();
        foreach (var line in lines)
        {
            line();
        }
    }

    /// <summary>Says a refusal once, not once for each attempt.</summary>
    private void LogTrouble(GlobalName name, string reason)
    {
        if (_lastTrouble != reason)
        {
            _lastTrouble = reason;
            LogRefused(name, reason);
        }
    }

    // Values that are references: the code that logs them is then the same for every message, so a fresh process has compiled it before a name is handed to it.
    [LoggerMessage(EventIds.RegistryOwned, LogLevel.Information, "{Name} is registered to {Registration} with token {Token}.",
        EventName = nameof(EventIds.RegistryOwned))]
    private partial void LogOwned(object name, object registration, object token);

    [LoggerMessage(EventIds.RegistryClash, LogLevel.Warning, "{Name} has two live registrations, {Mine} here and {Theirs}; resolver {Resolver} decides.",
        EventName = nameof(EventIds.RegistryClash))]
    private partial void LogClash(GlobalName name, GlobalOwner mine, GlobalOwner theirs, string resolver);

    [LoggerMessage(EventIds.RegistryDecided, LogLevel.Information, "Resolver {Resolver} decided the clash over {Name}; winner: {Winner} (none when empty).",
        EventName = nameof(EventIds.RegistryDecided))]
    private partial void LogDecided(GlobalName name, string resolver, GlobalOwner? winner);

    [LoggerMessage(EventIds.RegistryHandingOver, LogLevel.Information, "{Name} is to be handed over: {Registration} is asked to stop and let it go.",
        EventName = nameof(EventIds.RegistryHandingOver))]
    private partial void LogHandingOver(GlobalName name, RegistrationId registration);

    [LoggerMessage(EventIds.RegistryLost, LogLevel.Warning, "{Name} is lost to {Mine}: {Reason}; other side: {Other}; resolver: {Resolver}.",
        EventName = nameof(EventIds.RegistryLost))]
    private partial void LogLost(GlobalName name, GlobalOwner mine, ConflictReason reason, GlobalOwner? other, string? resolver);

    [LoggerMessage(EventIds.RegistryResolverFailed, LogLevel.Error,
        "Resolver {Resolver} failed on the clash over {Name}, or took longer than {Limit}. Neither side keeps the name; both are told. Mend the resolver, or raise ResolverTimeout.",
        EventName = nameof(EventIds.RegistryResolverFailed))]
    private partial void LogResolverFailed(GlobalName name, string resolver, TimeSpan limit, Exception exception);

    [LoggerMessage(EventIds.RegistryResolverStranger, LogLevel.Error,
        "Resolver {Resolver} answered {Winner} for the clash over {Name}, which is neither of the two it was given. Neither side keeps the name; both are told. Answer clash.Mine, clash.Theirs or null.",
        EventName = nameof(EventIds.RegistryResolverStranger))]
    private partial void LogStranger(GlobalName name, string resolver, GlobalOwner winner);

    [LoggerMessage(EventIds.RegistryCallbackThrew, LogLevel.Error, "A callback of the owner of {Name} threw. It is passed over. Catch in it what it throws.",
        EventName = nameof(EventIds.RegistryCallbackThrew))]
    private partial void LogCallbackThrew(GlobalName name, Exception exception);

    [LoggerMessage(EventIds.RegistryGaveUpWaiting, LogLevel.Error,
        "{Name}: {Registration} has lost the name and has not stopped within {Limit}. The heir may start while it still runs. Make the body honour its token.",
        EventName = nameof(EventIds.RegistryGaveUpWaiting))]
    private partial void LogGaveUp(GlobalName name, RegistrationId registration, TimeSpan limit);

    [LoggerMessage(EventIds.RegistryRefused, LogLevel.Error, "The store refuses a request for {Name}; it is asked again: {Reason}",
        EventName = nameof(EventIds.RegistryRefused))]
    private partial void LogRefused(GlobalName name, string reason);
}
