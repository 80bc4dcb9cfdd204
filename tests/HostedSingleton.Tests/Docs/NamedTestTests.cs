using System.Text.RegularExpressions;

namespace HostedSingleton.Tests.Docs;

public partial class NamedTestTests
{
    [Theory]
    [MemberData(nameof(Page.Theory), MemberType = typeof(Page))]
    public void Every_test_that_a_page_names_exists(string path)
    {
        var tests = Tests();

        Assert.All(Page.Of(path).Quoted.Where(word => Claim().IsMatch(word)), claim => Assert.True(tests.Contains(claim), $"{path}: there is no test {claim}."));
    }

    [Theory]
    [InlineData("guarantees")]
    [InlineData("reasons")]
    public void Every_guarantee_names_a_test(string table) =>
        Assert.All(Page.Table(table).Column("Test"), cell => Assert.Contains(Table.Words(cell), word => Claim().IsMatch(word)));

    [Fact]
    public void Every_law_that_is_listed_is_one_of_the_simulation()
    {
        var words = Page.Table("laws").Column("Where").SelectMany(cell => cell.Split(", ")).Select(word => word.Split('.')).ToArray();

        Assert.All(words, word => Assert.Contains(
            Repository.Files("tests/HostedSingleton.Simulation", $"{word[0]}*.cs"), path => Method().Matches(File.ReadAllText(path)).Any(method => method.Groups[1].Value == word[1])));
    }

    [Fact]
    public void Every_guarantee_names_a_law_a_rule_or_a_class_of_tests_that_exists()
    {
        var words = Page.Table("reasons").Column("Checked by").SelectMany(cell => cell.Split(", ")).Distinct().Select(word => word.Split('.')).ToArray();

        Assert.All(words, word => Assert.Contains(
            Repository.Files("tests", word.Length == 1 ? $"{word[0]}.cs" : $"{word[0]}*.cs"), path => word.Length == 1 || Method().Matches(File.ReadAllText(path)).Any(method => method.Groups[1].Value == word[1])));
    }

    [Fact]
    public void Every_divergence_from_Erlang_is_listed_with_its_test()
    {
        var table = Page.Table("erlang");

        Assert.Equal(Enumerable.Range(1, 14).Select(number => $"{number}"), table.Column("No."));
        Assert.All(
            table.Column("Here").Zip(table.Column("Test")),
            row => Assert.True(Table.Words(row.Second).Any(word => Claim().IsMatch(word)) || row == ("not part of the library", "none"), $"{table.Place}: '{row.First}' names no test."));
    }

    private static HashSet<string> Tests() =>
        [.. Repository.Files("tests", "*.cs").SelectMany(path => Method().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\b(?:void|Task|ValueTask) (\w+)\(")]
    private static partial Regex Method();

    /// <summary>A claim has at least three words.</summary>
    [GeneratedRegex("^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,}$")]
    private static partial Regex Claim();
}
