using System.Text.RegularExpressions;

namespace HostedSingleton.Tests.Docs;

/// <summary>
/// A page of the documentation, taken apart. What a test has to check stands under a comment that readers do not see: <c>&lt;!-- snippet: a, b --&gt;</c>
/// over a block of code, <c>&lt;!-- table: name --&gt;</c> over a table.
/// </summary>
internal sealed partial class Page
{
    private readonly List<Fence> _fences = [];
    private readonly List<Table> _tables = [];
    private readonly List<string> _prose = [];

    private Page(string path)
    {
        Path = path;
        var lines = File.ReadAllLines(Repository.File(path));
        var marker = Marker.None;
        for (var at = 0; at < lines.Length; at++)
        {
            if (Marker.Read(lines[at]) is { } read)
            {
                marker = read;
            }
            else if (lines[at].StartsWith("```", StringComparison.Ordinal))
            {
                at = ReadFence(lines, at, marker);
                marker = Marker.None;
            }
            else if (lines[at].StartsWith('|') && marker.Kind == "table")
            {
                at = ReadTable(lines, at, marker);
                marker = Marker.None;
            }
            else
            {
                _prose.Add(lines[at]);
            }
        }
    }

    /// <summary>Every page that these tests keep true, by its path in the repository.</summary>
    public static IReadOnlyList<string> Paths { get; } =
        [.. new[] { "README.md", "src/HostedSingleton/README.md", "src/HostedSingleton.Redis/README.md", "src/HostedSingleton.Testing/README.md", "samples/README.md", "docker/README.md" }.Where(path => File.Exists(Repository.File(path)))];

    public static IEnumerable<Page> All => Paths.Select(Of);

    public static TheoryData<string> Theory => [.. Paths];

    /// <summary>Its path in the repository.</summary>
    public string Path { get; }

    public IReadOnlyList<Fence> Fences => _fences;

    /// <summary>The tables that a test reads.</summary>
    public IReadOnlyList<Table> Tables => _tables;

    /// <summary>All lines outside code, those of tables included.</summary>
    public IEnumerable<string> Text => _prose.Concat(_tables.SelectMany(table => table.Lines));

    /// <summary>What stands in backticks.</summary>
    public IEnumerable<string> Quoted => Text.SelectMany(line => Backticks().Matches(line)).Select(match => match.Groups[1].Value);

    /// <summary>Where its links lead.</summary>
    public IEnumerable<string> Links => Text.SelectMany(line => LinkTargets().Matches(line)).Select(match => match.Groups[1].Value);

    /// <summary>The names of its headings, as links write them.</summary>
    public IEnumerable<string> Anchors => _prose.Where(line => line.StartsWith('#')).Select(line => Slug(line.TrimStart('#').Trim()));

    public static Page Of(string path) => new(path);

    /// <summary>The one table of that name in all pages.</summary>
    public static Table Table(string name) => Assert.Single(All.SelectMany(page => page.Tables), table => table.Name == name);

    private static string Slug(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    private int ReadFence(string[] lines, int from, Marker marker)
    {
        var to = Array.FindIndex(lines, from + 1, line => line.StartsWith("```", StringComparison.Ordinal));
        Assert.True(to > from, $"{Path}:{from + 1}: this block of code has no end.");
        _fences.Add(new Fence($"{Path}:{from + 1}", lines[from][3..].Trim(), marker, string.Join('\n', lines[(from + 1)..to])));
        return to;
    }

    private int ReadTable(string[] lines, int from, Marker marker)
    {
        var to = from;
        while (to < lines.Length && lines[to].StartsWith('|'))
        {
            to++;
        }

        _tables.Add(new Table($"{Path}:{from + 1}", marker.Value, lines[from..to]));
        return to - 1;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkTargets();
}
