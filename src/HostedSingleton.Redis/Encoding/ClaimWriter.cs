using System.Globalization;
using System.Text;
using System.Text.Json;
using HostedSingleton.Store;

namespace HostedSingleton.Redis;

/// <summary>Writes what a node says of itself and its claims, as JSON that the scripts read. Numbers are text: Lua's JSON keeps 14 digits of them.</summary>
internal static class ClaimWriter
{
    /// <summary>Writes a wait: [name, number, stop, priority, labels, ticket, former number, former token, once].</summary>
    public static string Wait(Wait wait) => Array(json =>
    {
        Begin(json, wait.Name, wait.Number, wait.Spec);
        Number(json, wait.Ticket);
        Number(json, wait.FormerNumber);
        Number(json, wait.FormerToken.Value);
        json.WriteBooleanValue(wait.Once);
    });

    /// <summary>Writes a hold: [name, number, stop, priority, labels, token, registered at, state].</summary>
    public static string Hold(Hold hold) => Array(json =>
    {
        Begin(json, hold.Name, hold.Number, hold.Spec);
        Number(json, hold.Token.Value);
        Number(json, hold.RegisteredAt);
        json.WriteStringValue(hold.State.ToString());
    });

    /// <summary>Writes what a node says of itself: [node, labels].</summary>
    public static string Node(NodeId node, IReadOnlyDictionary<string, string> labels) => Array(json =>
    {
        json.WriteStringValue(node.ToString());
        Labels(json, labels);
    });

    private static void Begin(Utf8JsonWriter json, GlobalName name, long number, ClaimSpec spec)
    {
        json.WriteStringValue(name.Value);
        Number(json, number);
        json.WriteBooleanValue(spec.Stop);
        Number(json, spec.Priority);
        Labels(json, spec.Labels);
    }

    /// <summary>Labels are a flat list of keys and values, sorted, so that the same labels are the same text.</summary>
    private static void Labels(Utf8JsonWriter json, IReadOnlyDictionary<string, string> labels)
    {
        json.WriteStartArray();
        foreach (var (key, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            json.WriteStringValue(key);
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, long number) => json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));

    private static string Array(Action<Utf8JsonWriter> items)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            items(json);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
