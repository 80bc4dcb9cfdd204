using HostedSingleton.Registry;
using Microsoft.Extensions.Options;

namespace HostedSingleton.Hosting;

/// <summary>Checks what attributes cannot: the name, options that do not go together, and choices that are none.</summary>
internal sealed class GlobalServiceOptionsRules : IValidateOptions<GlobalServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, GlobalServiceOptions options)
    {
        var section = $"HostedSingleton:Services:{name}";
        var problems = Problems(section, options).OfType<string>().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string?> Problems(string section, GlobalServiceOptions options)
    {
        yield return options.Name is { } name && GlobalName.Problem(name) is { } problem ? $"{section}:Name: {problem}" : null;
        yield return options is { MaxRestarts: > 0, WhenFaulted: not WhenFaulted.Restart }
            ? $"{section}: MaxRestarts ({options.MaxRestarts}) has no effect while WhenFaulted is {options.WhenFaulted}. Set WhenFaulted to Restart, or leave MaxRestarts out." : null;
        yield return options is { Placement: Placement.Spread, PreferredTakesBack: true } ? $"{section}: {RegistrationRules.SpreadTakesBack}" : null;
        yield return Choice(section, options.WhenTaken);
        yield return Choice(section, options.WhenIsolated);
        yield return Choice(section, options.WhenConflicted);
        yield return Choice(section, options.WhenFaulted);
        yield return Choice(section, options.WhenCompleted);
        yield return Choice(section, options.Placement);
        yield return Choice(section, options.WhenMessageFaulted);
        yield return Choice(section, options.WhenMailboxFull);
    }

    private static string? Choice<TChoice>(string section, TChoice value)
        where TChoice : struct, Enum =>
        Enum.IsDefined(value) ? null
            : $"{section}:{typeof(TChoice).Name} ({value}) is no choice. Write one of {string.Join(", ", Enum.GetNames<TChoice>())}.";
}
