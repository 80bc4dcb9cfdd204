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

    /// <summary>All that names, locks and nodes are tested for there; the others are of hidden nodes, groups, processes of other languages and junk.</summary>
    [Theory]
    [InlineData("names locks bad_input names_and_locks lock_die name_die basic_partition advanced_partition basic_name_partition simple_ring simple_line otp_1849 otp_5640 otp_5737")]
    [InlineData("simple_disconnect simple_resolve simple_resolve2 simple_resolve3 leftover_name re_register_name name_exit sync_0 register_1 mass_death flaw1 lost_connection lost_connection2")]
    [InlineData("stress_partition ring line global_lost_nodes otp_3162 many_nodes both_known_1 lost_unregister global_disconnect")]
    public void Every_case_of_Erlangs_suite_that_has_a_place_here_has_its_row(string cases)
    {
        var page = File.ReadAllText(Repository.File("tests/HostedSingleton.Tests/Registry/README.md"));
        var rows = page[page.IndexOf("## Cases of Erlang's own suite", StringComparison.Ordinal)..].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal));

        Assert.Empty(cases.Split(' ').Except(rows.SelectMany(row => row.Split('|')[1].Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))));
    }

    [GeneratedRegex(@"`(?<name>\w+Tests\.\w+)`")]
    private static partial Regex TestNames();
}
