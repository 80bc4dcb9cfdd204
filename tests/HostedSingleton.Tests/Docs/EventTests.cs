using System.Globalization;
using System.Reflection;
using HostedSingleton.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Tests.Docs;

public class EventTests
{
    [Fact]
    public void Every_event_of_the_log_is_listed_with_its_id_and_level()
    {
        var table = Page.Table("events");
        var listed = table.Column("Id").Zip(table.Quoted("Event"), table.Column("Level")).Select(row => $"{row.First} {row.Second[0]} {row.Third}");

        Assert.Equal(Messages().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    /// <summary>What the code logs.</summary>
    private static IEnumerable<string> Messages()
    {
        var names = typeof(EventIds).GetFields().ToDictionary(field => (int)field.GetRawConstantValue()!, field => field.Name);
        return Assemblies.Ours.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
            .Select(message => string.Create(CultureInfo.InvariantCulture, $"{message.EventId} {names[message.EventId]} {message.Level}"))
            .Distinct();
    }
}
