namespace HostedSingleton.Registry;

/// <summary>Checks the options of a registration that no host has checked, before anything is asked for.</summary>
internal static class RegistrationRules
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(1);

    /// <summary>What is wrong with two options that would undo each other for ever.</summary>
    public const string SpreadTakesBack =
        "Placement (Spread) and PreferredTakesBack (True) do not go together: the one shares the names out, the other takes them back, for ever. Leave one of them out.";

    /// <exception cref="ArgumentException">Something cannot be used; the message says what, and what can.</exception>
    public static GlobalRegistrationOptions Checked(GlobalRegistrationOptions options) =>
        Problem(options) is { } problem ? throw new ArgumentException(problem, nameof(options)) : options;

    private static string? Problem(GlobalRegistrationOptions options) => options switch
    {
        { Resolver: null } => $"{nameof(options.Resolver)} is null, so nobody would decide a clash. Leave it out for Resolvers.RandomNotify, or give another.",
        { Labels: null } => $"{nameof(options.Labels)} is null. Leave it out where there are none.",
        { ConflictGracePeriod.Ticks: <= 0 } => $"{nameof(options.ConflictGracePeriod)} ({options.ConflictGracePeriod}) must be longer than nothing: a loser needs time to stop.",
        _ when options.ConflictGracePeriod > LongestGrace => $"{nameof(options.ConflictGracePeriod)} ({options.ConflictGracePeriod}) must not be longer than a day ({LongestGrace}). Under WhenIsolated.Stop a loser has as long as it takes.",
        { Placement: Placement.Spread, PreferredTakesBack: true } => SpreadTakesBack,
        _ when !Enum.IsDefined(options.WhenIsolated) => NoChoice(options.WhenIsolated),
        _ when !Enum.IsDefined(options.Placement) => NoChoice(options.Placement),
        _ => null,
    };

    private static string NoChoice<TChoice>(TChoice value)
        where TChoice : struct, Enum => $"{typeof(TChoice).Name} ({value}) is no choice. Take one of {string.Join(", ", Enum.GetNames<TChoice>())}.";
}
