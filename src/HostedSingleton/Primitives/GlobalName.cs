using System.Text;

namespace HostedSingleton;

/// <summary>
/// A name that at most one registration in the mesh owns. Two names are equal when their characters are (ordinal comparison).
/// </summary>
/// <remarks>Erlang takes any term as a global name; here a name is text of 1 to 255 bytes in UTF-8 without control characters.</remarks>
public readonly record struct GlobalName
{
    /// <summary>The longest name, in bytes of UTF-8.</summary>
    public const int MaxBytes = 255;

    /// <summary>What the names of locks begin with. No name of a user's can, so locks have a key space of their own.</summary>
    private const char LockMark = '\u0001';

    private readonly string? _value;

    /// <summary>Makes a name from text.</summary>
    /// <param name="value">1 to 255 bytes of UTF-8 without control characters.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null, empty, too long, not valid Unicode, or has a control character.</exception>
    public GlobalName(string value)
    {
        if (Problem(value) is { } problem)
        {
            throw new ArgumentException(problem, nameof(value));
        }

        _value = value;
    }

    private GlobalName(char mark, string resource) => _value = mark + resource;

    /// <summary>Whether this is a lock's place in the registry, which no user of names sees.</summary>
    internal bool IsLock => _value is [LockMark, ..];

    /// <summary>The text of the name, or null for <c>default(GlobalName)</c>.</summary>
    internal string? Text => _value;

    /// <summary>The text of the name.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(GlobalName)</c>, which names nothing.</exception>
    public string Value => _value ?? throw new InvalidOperationException("default(GlobalName) names nothing. Make a name with new GlobalName(\"…\").");

    /// <summary>Makes a name from text, so that a string literal can be passed where a name is asked for.</summary>
    /// <param name="value">The text; the same rules and errors as the constructor's.</param>
    public static implicit operator GlobalName(string value) => new(value);

    /// <summary>Makes a name from text; the twin of the implicit conversion for languages without one.</summary>
    /// <param name="value">The text; the same rules and errors as the constructor's.</param>
    /// <returns>The name.</returns>
    public static GlobalName FromString(string value) => new(value);

    /// <summary>The name under which a lock on a resource lies in the registry.</summary>
    /// <exception cref="ArgumentException"><paramref name="resource"/> could not be a name.</exception>
    internal static GlobalName OfLock(string? resource) => Problem(resource) is { } problem
        ? throw new ArgumentException($"The resource of a lock keeps to the rules of a name. {problem}", nameof(resource))
        : new(LockMark, resource!);

    /// <summary>Reads what a store keeps: a name, or a lock's.</summary>
    internal static GlobalName FromStore(string value) => value is [LockMark, .. var resource] ? OfLock(resource) : new(value);

    /// <summary>Says what is wrong with a text as a name, or null when it is a name.</summary>
    internal static string? Problem(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "A global name must have at least one character. Give the service a name, for example [GlobalName(\"orders.relay\")].";
        }

        if (value.AsSpan().IndexOfAnyInRange('\u0000', '\u001f') >= 0 || value.Any(char.IsControl))
        {
            return $"The global name '{Printable(value, 64)}' has a control character. Use visible characters only.";
        }

        return LengthProblem(value);
    }

    /// <summary>The text of the name, or an empty string for <c>default(GlobalName)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsLock ? $"lock {_value![1..]}" : _value ?? "";

    /// <inheritdoc/>
    public bool Equals(GlobalName other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is null ? 0 : string.GetHashCode(_value, StringComparison.Ordinal);

    private static string? LengthProblem(string value)
    {
        try
        {
            var bytes = new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(value);
            return bytes <= MaxBytes ? null : $"The global name '{Printable(value, 32)}…' has {bytes} bytes in UTF-8; the limit is {MaxBytes}. Shorten it.";
        }
        catch (EncoderFallbackException)
        {
            return "The global name is not valid Unicode: it has half of a surrogate pair. Remove it.";
        }
    }

    private static string Printable(string value, int longest) =>
        string.Concat(value.EnumerateRunes().Take(longest).Select(r => Rune.IsControl(r) ? $"\\u{r.Value:x4}" : r.ToString()));
}
