using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HostedSingleton;

/// <summary>
/// One life of one node: its name and its incarnation. A node that starts again under its old name is another node.
/// </summary>
/// <remarks>Erlang has the same pair as node name and creation; without the second part a restarted node would inherit what its former life held.</remarks>
/// <param name="Name">The name the node was given, by default machine, process id and four random letters.</param>
/// <param name="Incarnation">A number drawn at each start; a later start draws a larger one.</param>
public readonly record struct NodeId(string Name, long Incarnation)
{
    private const char Separator = '#';

    /// <summary>The identity as text, <c>name#incarnation</c>, as it stands in the store and in logs.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}{Separator}{Incarnation:x}");

    /// <inheritdoc/>
    public bool Equals(NodeId other) => Incarnation == other.Incarnation && string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <summary>The incarnation's: no two nodes are likely to have the same, and a look-up of a name asks for it each time.</summary>
    /// <returns>The hash code.</returns>
    public override int GetHashCode() => Incarnation.GetHashCode();

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="node">The identity, when the result is true.</param>
    /// <returns>Whether <paramref name="text"/> is an identity.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out NodeId node)
    {
        node = default;
        var at = text?.LastIndexOf(Separator) ?? -1;
        if (at < 1 || !long.TryParse(text.AsSpan(at + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var incarnation))
        {
            return false;
        }

        node = new NodeId(text![..at], incarnation);
        return true;
    }

    /// <summary>Reads what <see cref="ToString"/> wrote, for text that this library itself stored.</summary>
    internal static NodeId Parse(string text) =>
        TryParse(text, out var node) ? node : throw new FormatException($"'{text}' is not a node (name#incarnation). Something else writes under this mesh's keys; give the mesh a name of its own.");
}
