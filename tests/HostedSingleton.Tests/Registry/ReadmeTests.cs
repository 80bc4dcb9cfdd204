using System.Reflection;
using System.Text.RegularExpressions;
using HostedSingleton.Tests.Docs;

namespace HostedSingleton.Tests.Registry;

public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var page = File.ReadAllText(Repository.File("tests/HostedSingleton.Tests/Registry/README.md"));
        var named = TestNames().Matches(page).Select(m => m.Groups["name"].Value).ToHashSet();
        var tests = typeof(ReadmeTests).Assembly.GetTypes().SelectMany(t => t.GetMethods()).Where(m => m.GetCustomAttribute<FactAttribute>() is not null)
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}").ToHashSet();
        Assert.True(named.Count > 50, $"only {named.Count} tests are named");
        Assert.Empty(named.Except(tests));
    }

    [GeneratedRegex(@"`(?<name>\w+Tests\.\w+)`")]
    private static partial Regex TestNames();
}
