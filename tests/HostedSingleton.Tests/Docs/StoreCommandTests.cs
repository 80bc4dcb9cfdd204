using HostedSingleton.Store;

namespace HostedSingleton.Tests.Docs;

public class StoreCommandTests
{
    [Fact]
    public void Every_command_of_the_store_is_listed() =>
        Assert.Equal(Kinds<StoreCommand>("Command"), Page.Table("commands").Quoted("Command").Select(words => words[0]).Order());

    [Fact]
    public void Every_answer_of_the_store_is_listed_and_no_other()
    {
        var anywhere = Page.Of("src/HostedSingleton/README.md").Quoted.ToHashSet();
        var listed = Page.Table("commands").Quoted("Answer").SelectMany(words => words).ToHashSet();

        Assert.Empty(listed.Except(Kinds<StoreReply>("Reply")));
        Assert.Empty(Kinds<StoreReply>("Reply").Except(anywhere));
    }

    [Fact]
    public void Every_verdict_is_listed() =>
        Assert.Equal(Enum.GetNames<VerdictKind>().Order(), Page.Table("verdicts").Quoted("Verdict").SelectMany(words => words).Distinct().Order());

    /// <summary>The names of all records of a kind, without the word that they end in.</summary>
    private static IEnumerable<string> Kinds<TKind>(string word) =>
        typeof(TKind).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TKind)) && !type.IsAbstract)
            .Select(type => char.ToLowerInvariant(type.Name[0]) + type.Name[1..^word.Length]).Order();
}
