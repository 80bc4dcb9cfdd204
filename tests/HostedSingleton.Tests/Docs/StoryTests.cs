using System.Text.RegularExpressions;

namespace HostedSingleton.Tests.Docs;

public partial class StoryTests
{
    [Fact]
    public void What_a_sample_prints_on_a_page_is_what_its_code_says()
    {
        var outputs = Page.All.SelectMany(page => page.Fences).Where(fence => fence.Marker.Kind == "output").ToList();

        Assert.NotEmpty(outputs);
        foreach (var output in outputs)
        {
            var said = Repository.Files(output.Marker.Value, "*.cs").SelectMany(path => TextLiterals.In(File.ReadAllText(path))).ToList();
            Assert.All(
                output.Text.Split('\n').Select(line => Beginning().Replace(line, "")).Where(line => line is not ("" or "…")),
                line => Assert.True(said.Exists(text => text.IsMatch(line)), $"{output.Place}: {output.Marker.Value} never prints '{line}'."));
        }
    }

    /// <summary>What stands before the text of a line: a node, or the mark of a claim that held.</summary>
    [GeneratedRegex(@"^\s*(✓ |node\d@127\.0\.0\.1  )?")]
    private static partial Regex Beginning();
}
