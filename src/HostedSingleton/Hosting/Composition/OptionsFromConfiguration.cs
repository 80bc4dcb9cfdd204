using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HostedSingleton.Hosting;

/// <summary>Binds the options of meshes and services from configuration, where there is one. It runs before what code sets, so that code wins.</summary>
internal sealed class OptionsFromConfiguration(IConfiguration? configuration) : IConfigureOptions<HostedSingletonOptions>, IConfigureNamedOptions<GlobalServiceOptions>
{
    public const string Section = "HostedSingleton";

    public void Configure(HostedSingletonOptions options) => Bind(Section, options);

    public void Configure(string? name, GlobalServiceOptions options) => Bind($"{Section}:Services:{name}", options);

    public void Configure(GlobalServiceOptions options) => Configure(Options.DefaultName, options);

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
