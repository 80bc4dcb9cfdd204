using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace HostedSingleton.Tests.Docs;

public partial class OptionTests
{
    [Theory]
    [InlineData(typeof(HostedSingletonOptions))]
    [InlineData(typeof(GlobalServiceOptions))]
    [InlineData(typeof(GlobalMessagingOptions))]
    public void Every_option_is_listed_with_its_default(Type type)
    {
        var table = Page.Table(type.Name);
        var options = Activator.CreateInstance(type)!;
        var listed = table.Quoted("Option").Select(words => words[0]).Zip(table.Column("Default")).ToList();

        Assert.Equal(Properties(type).Select(property => property.Name).Order(), listed.Select(row => row.First).Order());
        Assert.All(listed, row => CheckDefault(options, row.First, row.Second));
    }

    [Fact]
    public void What_follows_from_the_beat_follows_it_as_listed()
    {
        var slow = new HostedSingletonOptions { Beat = TimeSpan.FromSeconds(7), Lease = TimeSpan.FromMinutes(1) };
        var table = Page.Table(nameof(HostedSingletonOptions));
        foreach (var (option, cell) in table.Quoted("Option").Select(words => words[0]).Zip(table.Column("Default")))
        {
            if (Beats().Match(cell) is { Success: true } match)
            {
                Assert.Equal(slow.Beat * double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), Effective(slow, option));
            }
        }
    }

    [Fact]
    public void A_registration_by_hand_has_the_defaults_of_a_service()
    {
        var service = new GlobalServiceOptions();

        Assert.All(
            Properties(typeof(GlobalRegistrationOptions)).Where(property => property.Name != nameof(GlobalRegistrationOptions.Labels)),
            property => Assert.Equal(typeof(GlobalServiceOptions).GetProperty(property.Name)!.GetValue(service), property.GetValue(new GlobalRegistrationOptions())));
    }

    [Fact]
    public void Every_choice_is_listed()
    {
        var choices = Properties(typeof(HostedSingletonOptions)).Concat(Properties(typeof(GlobalServiceOptions))).Where(property => property.PropertyType.IsEnum)
            .SelectMany(property => Enum.GetNames(property.PropertyType).Select(choice => (property.Name, choice)));
        var table = Page.Table("choices");

        Assert.Equal(choices.Order(), table.Quoted("Option").Zip(table.Quoted("Choice"), (option, choice) => (option[0], choice[0])).Order());
    }

    [Fact]
    public void Every_resolver_is_listed() =>
        Assert.Equal(Resolvers.All.Select(resolver => resolver.Name).Order(), Page.Table("resolvers").Quoted("Resolver").Select(words => words[0]).Order());

    /// <summary>The options of a type; those of messages have a table of their own.</summary>
    private static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(property => property.PropertyType != typeof(GlobalMessagingOptions));

    private static void CheckDefault(object options, string option, string cell)
    {
        var value = options.GetType().GetProperty(option)!.GetValue(options);
        if (value is null && options is HostedSingletonOptions mesh && Effective(mesh, option) is { } derived)
        {
            Assert.Contains(Shown(derived), cell);
        }
        else if (value is null)
        {
            Assert.Contains(' ', cell);
        }
        else
        {
            Assert.Equal(Shown(value), cell);
        }
    }

    private static TimeSpan? Effective(HostedSingletonOptions options, string option) =>
        (TimeSpan?)typeof(HostedSingletonOptions).GetProperty($"Effective{option}", BindingFlags.NonPublic | BindingFlags.Instance)?.GetValue(options);

    private static string Shown(object value) => value switch
    {
        TimeSpan span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.##} s"),
        IDictionary<string, string> { Count: 0 } => "none",
        bool flag => flag ? "`true`" : "`false`",
        int number => number.ToString(CultureInfo.InvariantCulture),
        _ => $"`{value}`",
    };

    [GeneratedRegex(@"^([\d.]+) beats ")]
    private static partial Regex Beats();
}
