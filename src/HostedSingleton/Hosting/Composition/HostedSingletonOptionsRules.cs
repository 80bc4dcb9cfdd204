using Microsoft.Extensions.Options;

namespace HostedSingleton.Hosting;

/// <summary>Checks the options against each other. The rules are those under which the lease clock is safe.</summary>
internal sealed class HostedSingletonOptionsRules : IValidateOptions<HostedSingletonOptions>
{
    public ValidateOptionsResult Validate(string? name, HostedSingletonOptions options)
    {
        // Out of its range, a duration cannot be compared with others; the ranges say so.
        if (new HostedSingletonOptionsRanges().Validate(name, options).Failed)
        {
            return ValidateOptionsResult.Skip;
        }

        var problems = Problems(options).OfType<string>().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>Says what is wrong with a mesh's or node's name, or null when it may be used.</summary>
    internal static string? NameProblem(string property, string name) =>
        name.Length is 0 or > GlobalName.MaxBytes || name.Any(c => char.IsControl(c) || c is '{' or '}')
            ? $"HostedSingleton:{property} ('{name}') must have 1 to {GlobalName.MaxBytes} characters, without control characters and braces. Change {property}."
            : null;

    private static IEnumerable<string?> Problems(HostedSingletonOptions o)
    {
        var (beat, grace, margin) = (o.Beat, o.EffectiveGrace, o.EffectiveMargin);
        yield return o.Mesh is null ? null : NameProblem(nameof(o.Mesh), o.Mesh);
        yield return o.Node is null ? null : NameProblem(nameof(o.Node), o.Node);
        yield return AtLeast(nameof(o.Lease), o.Lease, 6 * beat, "6 beats", beat);
        yield return AtLeast(nameof(o.Grace), grace, 1.5 * beat, "1.5 beats", beat);
        yield return AtMost(nameof(o.ConnectTimeout), o.EffectiveConnectTimeout, 2 * beat, "2 beats", beat);
        yield return AtMost(nameof(o.CommandTimeout), o.EffectiveCommandTimeout, 2 * beat, "2 beats", beat);
        yield return AtMost(nameof(o.ReconnectDelay), o.EffectiveReconnectDelay, beat, "1 beat", beat);
        yield return margin >= grace ? null
            : $"HostedSingleton:Margin ({margin}) must be at least HostedSingleton:Grace ({grace}). Raise Margin to {grace} or lower Grace.";
        yield return margin < o.Lease ? null
            : $"HostedSingleton:Margin ({margin}) must be less than HostedSingleton:Lease ({o.Lease}). Lower Margin or raise Lease.";
    }

    private static string? AtLeast(string property, TimeSpan value, TimeSpan least, string rule, TimeSpan beat) => value >= least ? null
        : $"HostedSingleton:{property} ({value}) must be at least {rule} of HostedSingleton:Beat ({beat}). Raise {property} to {least} or lower Beat.";

    private static string? AtMost(string property, TimeSpan value, TimeSpan most, string rule, TimeSpan beat) => value <= most ? null
        : $"HostedSingleton:{property} ({value}) must be at most {rule} of HostedSingleton:Beat ({beat}). Lower {property} to {most} or raise Beat.";
}
