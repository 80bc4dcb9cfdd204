using System.Text.RegularExpressions;

namespace HostedSingleton.Tests.Docs;

/// <summary>A comment that tells these tests what comes next on a page.</summary>
/// <param name="Kind">Whether a snippet, a table or settings come next.</param>
/// <param name="Value">Which.</param>
internal sealed partial record Marker(string Kind, string Value)
{
    public static Marker None { get; } = new("", "");

    public static Marker? Read(string line) =>
        Comment().Match(line) is { Success: true } match ? new Marker(match.Groups[1].Value, match.Groups[2].Value.Trim()) : null;

    [GeneratedRegex("^<!-- (snippet|table|settings|output): (.+) -->$")]
    private static partial Regex Comment();
}
