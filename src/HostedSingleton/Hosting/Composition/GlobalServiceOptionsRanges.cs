using Microsoft.Extensions.Options;

namespace HostedSingleton.Hosting;

/// <summary>Checks each field of the options by its attributes.</summary>
[OptionsValidator]
internal sealed partial class GlobalServiceOptionsRanges : IValidateOptions<GlobalServiceOptions>;
