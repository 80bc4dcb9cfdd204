using System.Text.RegularExpressions;

namespace HostedSingleton.Tests.Docs;

/// <summary>A table on a page.</summary>
internal sealed partial class Table
{
    public Table(string place, string name, string[] lines)
    {
        (Place, Name, Lines) = (place, name, lines);
        Head = Cells(lines[0]);
        Rows = [.. lines.Skip(2).Select(Cells)];
        Assert.All(Rows, row => Assert.Equal(Head.Length, row.Length));
    }

    /// <summary>Page and line, for errors.</summary>
    public string Place { get; }

    public string Name { get; }

    public IReadOnlyList<string> Lines { get; }

    public string[] Head { get; }

    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>The cells under a heading.</summary>
    public IEnumerable<string> Column(string heading)
    {
        var at = Array.IndexOf(Head, heading);
        Assert.True(at >= 0, $"{Place}: the table '{Name}' has no column '{heading}'.");
        return Rows.Select(row => row[at]);
    }

    /// <summary>What stands in backticks in each cell under a heading.</summary>
    public IEnumerable<string[]> Quoted(string heading) => Column(heading).Select(Words);

    /// <summary>What stands in backticks in a cell.</summary>
    public static string[] Words(string cell) => [.. Backticks().Matches(cell).Select(match => match.Groups[1].Value)];

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticks();
}
