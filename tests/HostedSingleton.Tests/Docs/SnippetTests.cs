namespace HostedSingleton.Tests.Docs;

public class SnippetTests
{
    [Theory]
    [MemberData(nameof(Page.Theory), MemberType = typeof(Page))]
    public void Every_block_of_code_is_compiled_code_word_for_word(string path)
    {
        var regions = SnippetRegions.Read();
        foreach (var fence in Page.Of(path).Fences.Where(fence => fence.Language == "csharp"))
        {
            Assert.True(fence.Snippets.Length > 0, $"{fence.Place}: put <!-- snippet: NAME --> above it, and the code into the region NAME of a file in Docs/Snippets.");
            Assert.All(fence.Snippets, name => Assert.True(regions.ContainsKey(name), $"{fence.Place}: no file in Docs/Snippets has a region '{name}'."));
            Assert.Equal(string.Join("\n\n", fence.Snippets.Select(name => regions[name])), fence.Text);
        }
    }

    [Fact]
    public void Every_region_is_shown_on_a_page()
    {
        var shown = Page.All.SelectMany(page => page.Fences).SelectMany(fence => fence.Snippets).ToHashSet();

        Assert.Empty(SnippetRegions.Read().Keys.Except(shown));
    }

    [Theory]
    [MemberData(nameof(Page.Theory), MemberType = typeof(Page))]
    public void Every_block_says_what_it_is(string path) =>
        Assert.All(Page.Of(path).Fences, fence => Assert.Contains(fence.Language, new[] { "csharp", "sh", "json", "yaml", "sql", "text" }));
}
