using System.Collections;
using System.Reflection;
using System.Text;

namespace HostedSingleton.Redis.Tests;

/// <summary>Writes a value as text, so that two can be compared however deep they are.</summary>
internal static class Dump
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append('-');
                break;
            case IReadOnlyDictionary<string, string> labels:
                text.Append('{').AppendJoin(',', labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}")).Append('}');
                break;
            case string or ValueType when value is not IEnumerable || value is string:
                text.Append(value);
                break;
            case IEnumerable list:
                WriteList(text, list.Cast<object?>());
                break;
            default:
                WriteObject(text, value);
                break;
        }
    }

    private static void WriteList(StringBuilder text, IEnumerable<object?> items)
    {
        text.Append('[');
        var separator = "";
        foreach (var item in items)
        {
            text.Append(separator);
            Write(text, item);
            separator = ", ";
        }

        text.Append(']');
    }

    private static void WriteObject(StringBuilder text, object value)
    {
        text.Append(value.GetType().Name).Append('(');
        var separator = "";
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            text.Append(separator).Append(property.Name).Append('=');
            Write(text, property.GetValue(value));
            separator = ", ";
        }

        text.Append(')');
    }
}
