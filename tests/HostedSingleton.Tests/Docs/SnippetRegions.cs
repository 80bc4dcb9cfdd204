namespace HostedSingleton.Tests.Docs;

/// <summary>The regions of the files in Snippets: compiled code, word for word what the pages show.</summary>
internal static class SnippetRegions
{
    /// <summary>Reads all regions, by name.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var regions = new Dictionary<string, string>();
        foreach (var path in Repository.Files("tests/HostedSingleton.Tests/Docs/Snippets", "*.cs"))
        {
            var lines = File.ReadAllLines(path);
            for (var at = 0; at < lines.Length; at++)
            {
                if (lines[at].Trim() is var line && line.StartsWith("#region ", StringComparison.Ordinal))
                {
                    var end = Array.FindIndex(lines, at, other => other.Trim() == "#endregion");
                    Assert.True(regions.TryAdd(line["#region ".Length..], Outdent(lines[(at + 1)..end])), $"{path}: two regions are called '{line}'.");
                }
            }
        }

        return regions;
    }

    private static string Outdent(string[] lines)
    {
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indent..] : line)).Trim('\n');
    }
}
