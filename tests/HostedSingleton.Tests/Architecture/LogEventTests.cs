using System.Reflection;
using System.Text.RegularExpressions;
using HostedSingleton.Diagnostics;

namespace HostedSingleton.Tests.Architecture;

/// <summary>Alerts depend on the ids and names of log events.</summary>
public sealed partial class LogEventTests
{
    private static readonly string[] Packages = ["HostedSingleton", "HostedSingleton.Redis"];

    private static IReadOnlyDictionary<string, int> Ids =>
        typeof(EventIds).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(id => id.Name, id => (int)id.GetRawConstantValue()!);

    private static IEnumerable<string> Attributes => Packages.SelectMany(SourceTree.Files).SelectMany(file => LogEvents().Matches(file.Text)).Select(match => match.Value);

    [Fact]
    public void Each_log_event_carries_the_name_of_its_id()
    {
        var unnamed = Attributes.Where(attribute => IdOf(attribute) is not { } id || !attribute.Contains($"EventName = nameof(EventIds.{id})", StringComparison.Ordinal));
        Assert.Empty(unnamed);
    }

    [Fact]
    public void No_id_stands_for_two_events_and_none_for_nothing()
    {
        Assert.Equal(Ids.Count, Ids.Values.Distinct().Count());
        Assert.Equal(Ids.Keys.Order(), Attributes.Select(IdOf).Order());
    }

    private static string? IdOf(string attribute) => IdNames().Match(attribute) is { Success: true } match ? match.Groups["id"].Value : null;

    [GeneratedRegex("""\[LoggerMessage\((?:[^"\]]|"(?:\\.|[^"\\])*")*\)\]""")]
    private static partial Regex LogEvents();

    [GeneratedRegex(@"\(EventIds\.(?<id>\w+),")]
    private static partial Regex IdNames();
}
