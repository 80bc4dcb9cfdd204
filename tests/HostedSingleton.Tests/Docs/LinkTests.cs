namespace HostedSingleton.Tests.Docs;

public class LinkTests
{
    [Theory]
    [MemberData(nameof(Page.Theory), MemberType = typeof(Page))]
    public void Every_link_leads_somewhere(string path)
    {
        foreach (var link in Page.Of(path).Links.Where(link => !link.StartsWith("http", StringComparison.Ordinal)))
        {
            var (file, anchor) = link.Split('#', 2) is [var before, var after] ? (before, after) : (link, null);
            var target = file.Length == 0 ? path : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, file));

            Assert.True(Path.Exists(Repository.File(target)), $"{path}: the link to {link} leads nowhere.");
            Assert.True(anchor is null || Page.Of(target).Anchors.Contains(anchor), $"{path}: {target} has no heading '{anchor}'.");
        }
    }

    [Theory]
    [MemberData(nameof(Page.Theory), MemberType = typeof(Page))]
    public void Every_command_names_files_that_exist(string path)
    {
        var words = Page.Of(path).Fences.Where(fence => fence.Language == "sh").SelectMany(fence => fence.Text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

        Assert.All(
            words.Where(word => word.StartsWith("samples/", StringComparison.Ordinal) || word.StartsWith("tests/", StringComparison.Ordinal) || word.StartsWith("docker/", StringComparison.Ordinal)),
            word => Assert.True(Path.Exists(Repository.File(word)), $"{path}: there is no {word}."));
    }
}
