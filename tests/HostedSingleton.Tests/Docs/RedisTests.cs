using System.Text.RegularExpressions;
using HostedSingleton.Redis;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Docs;

public partial class RedisTests
{
    private const string Scripts = "src/HostedSingleton.Redis/Scripts";

    [Fact]
    public void Every_key_is_listed_with_its_type()
    {
        var keys = new RedisKeys("m", 0);
        var types = Quoted().Matches(TypesLine().Match(Core()).Value).Select(match => match.Groups[1].Value);
        var table = Page.Table("keys");

        Assert.Equal(
            keys.All.Select(key => key.ToString()[keys.Prefix.Length..]).Zip(types),
            table.Quoted("Key").Select(words => words[0]).Zip(table.Column("Type")));
    }

    [Fact]
    public void Every_command_that_the_scripts_use_is_listed()
    {
        var used = Repository.Files(Scripts, "*.lua").SelectMany(path => Calls().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value);

        Assert.Equal(used.Distinct().Order(StringComparer.Ordinal), Page.Table("redis-commands").Quoted("Commands").SelectMany(words => words).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_command_but_the_look_has_a_script()
    {
        var scripts = Directory.EnumerateFiles(Repository.File(Scripts), "*.lua").Select(path => Path.GetFileNameWithoutExtension(path)!);

        Assert.Equal(Page.Table("commands").Quoted("Command").Select(words => words[0]).Where(command => command != "look").Order(), scripts.Order());
    }

    [Fact]
    public void The_rights_are_those_that_a_refusal_names()
    {
        var page = File.ReadAllText(Repository.File("src/HostedSingleton.Redis/README.md"));
        var refused = Assert.IsType<RefusedReply>(ErrorReplies.Read("NOPERM this user has no permissions"));

        Assert.Contains(Rights().Match(page).Value, refused.Reason);
    }

    private static string Core() => File.ReadAllText(Repository.File($"{Scripts}/Parts/core.lua"));

    [GeneratedRegex(@"\bp?call\('([A-Z]+)'")]
    private static partial Regex Calls();

    [GeneratedRegex(@"^local TYPES = .*$", RegexOptions.Multiline)]
    private static partial Regex TypesLine();

    [GeneratedRegex("'([a-z]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("^ACL SETUSER .*$", RegexOptions.Multiline)]
    private static partial Regex Rights();
}
