using System.Reflection;
using System.Text.RegularExpressions;

namespace HostedSingleton.Tests.Docs;

public partial class WordTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [MemberData(nameof(Page.Theory), MemberType = typeof(Page))]
    public void Every_type_and_member_that_a_page_names_exists(string path)
    {
        var known = Known();

        Assert.All(
            Page.Of(path).Quoted.Select(word => Code().Match(word)).Where(match => match.Success).SelectMany(match => match.Groups["name"].Captures).Select(name => name.Value),
            name => Assert.True(known.Contains(name), $"{path}: there is no type or member {name}."));
    }

    private static HashSet<string> Known() =>
        [.. Assemblies.Ours.Concat(Assemblies.Others).SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMembers(All).Select(member => member.Name).Append(type.Name.Split('`')[0]).Append(type.Namespace ?? ""))];

    /// <summary>Words such as GlobalName, Registration.Lost, AddHostedSingleton(…) and UseRedis("…").</summary>
    [GeneratedRegex(@"^(?<name>[A-Z][a-z][A-Za-z0-9]*)(\.(?<name>[A-Z][A-Za-z0-9]*))*(<[^>]*>)?(\(.*\))?$")]
    private static partial Regex Code();
}
