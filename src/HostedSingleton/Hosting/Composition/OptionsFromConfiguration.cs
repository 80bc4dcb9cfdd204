using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HostedSingleton.Hosting;

/// <summary>
/// Binds the options of meshes and services from configuration, where there is one, and refuses what is no option. It runs before what code sets, so that
/// code wins.
/// </summary>
internal sealed class OptionsFromConfiguration(IConfiguration? configuration, MeshPlan plan) : IConfigureOptions<HostedSingletonOptions>, IConfigureNamedOptions<GlobalServiceOptions>
{
    public const string Section = "HostedSingleton";

    /// <summary>The part of the section that has a section for each service.</summary>
    public const string Services = "Services";

    public void Configure(HostedSingletonOptions options)
    {
        RefuseUnknown<HostedSingletonOptions>(Section, [Services]);
        RefuseUnknown<GlobalMessagingOptions>($"{Section}:{nameof(HostedSingletonOptions.Messages)}", []);
        Bind(Section, options);
    }

    public void Configure(string? name, GlobalServiceOptions options)
    {
        var section = $"{Section}:{Services}:{name}";

        // The name of another service may be this one's, a colon and more; then its section lies in this one's.
        var inner = plan.Services.Where(service => service.Key.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)).Select(service => service.Key[$"{name}:".Length..].Split(':')[0]);
        RefuseUnknown<GlobalServiceOptions>(section, inner);
        Bind(section, options);
    }

    public void Configure(GlobalServiceOptions options) => Configure(Options.DefaultName, options);

    /// <summary>The sections under Services that belong to no service of this host.</summary>
    public static IReadOnlyList<string> Strangers(IConfiguration? configuration, MeshPlan plan) =>
        [.. (configuration?.GetSection($"{Section}:{Services}").GetChildren() ?? []).Select(child => child.Key).Where(key => !plan.Services.Any(service => IsSectionOf(key, service)))];

    private static bool IsSectionOf(string key, ServicePlan service) =>
        string.Equals(key, service.Key, StringComparison.OrdinalIgnoreCase) || service.Key.StartsWith($"{key}:", StringComparison.OrdinalIgnoreCase);

    private void RefuseUnknown<TOptions>(string section, IEnumerable<string> others)
    {
        var known = typeof(TOptions).GetProperties().Select(property => property.Name).Concat(others).Order(StringComparer.Ordinal).ToArray();
        var unknown = (configuration?.GetSection(section).GetChildren() ?? []).Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase));
        var problems = unknown.Select(child => $"{section}:{child.Key} is no option. Write one of {string.Join(", ", known)}, or leave it out.").ToArray();
        if (problems.Length > 0)
        {
            throw new OptionsValidationException(section, typeof(TOptions), problems);
        }
    }

    private void Bind<TOptions>(string section, TOptions options)
    {
        try
        {
            configuration?.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException problem)
        {
            // The binder says where; only the innermost exception says what to write instead.
            throw new OptionsValidationException(section, typeof(TOptions), [$"{problem.Message} {problem.GetBaseException().Message}"]);
        }
    }
}
