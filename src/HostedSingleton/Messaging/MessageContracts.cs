using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;

namespace HostedSingleton.Messaging;

/// <summary>Which contract name means which type, on this node.</summary>
internal sealed class MessageContracts
{
    private const int LongestName = 255;

    private readonly ConcurrentDictionary<string, Type> _types = new(StringComparer.Ordinal) { ["text"] = typeof(string), ["json"] = typeof(JsonElement) };
    private readonly ConcurrentDictionary<Type, string> _names = new() { [typeof(string)] = "text", [typeof(JsonElement)] = "json" };

    /// <summary>Declares a type under a name, or under that of its attribute.</summary>
    /// <exception cref="InvalidOperationException">It has no name, or the name means another type.</exception>
    public void Declare(Type type, string? contract = null)
    {
        if (contract is null && _names.ContainsKey(type))
        {
            return;
        }

        var name = contract ?? NameOf(type) ?? throw Undeclared(type);
        if (name.Length is 0 or > LongestName)
        {
            throw new InvalidOperationException($"The contract name '{name}' of {type} must have 1 to {LongestName} characters. Change it.");
        }

        if (_types.GetOrAdd(name, type) is var known && known != type)
        {
            throw new InvalidOperationException($"The contract name '{name}' is given to {known} and to {type}. Give each message type a name of its own.");
        }

        _names[type] = name;
    }

    /// <summary>The type of a name, if it is declared.</summary>
    public bool TryType(string contract, [NotNullWhen(true)] out Type? type) => _types.TryGetValue(contract, out type);

    /// <summary>The name of a type. One with an attribute is declared by being sent.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public string Of(Type type)
    {
        if (!_names.TryGetValue(type, out var name))
        {
            Declare(type);
            name = _names[type];
        }

        return name;
    }

    private static string? NameOf(Type type) => type.GetCustomAttribute<GlobalMessageAttribute>()?.Contract;

    private static InvalidOperationException Undeclared(Type type) => new(
        $"{type} is no declared message. Put [GlobalMessage(\"…\")] on it, or declare it: AddHostedSingleton(o => o.Messages.Declare<{type.Name}>(\"…\")).");
}
