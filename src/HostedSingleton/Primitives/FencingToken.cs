using System.Globalization;

namespace HostedSingleton;

/// <summary>
/// A number that grows with each grant of a name. Send it with every write to a shared resource, and let the resource refuse a number below
/// the highest it has seen: then a former owner that does not yet know of its loss can do no harm.
/// </summary>
/// <remarks>
/// The idea is Martin Kleppmann's ("How to do distributed locking") and older than that ZooKeeper's zxid. Read it from
/// <see cref="GlobalRegistration.FencingToken"/> at each write: a decided clash gives the winner a new one.
/// </remarks>
/// <param name="Value">The number; microseconds of the store's clock or one above the last token, whichever is larger.</param>
public readonly record struct FencingToken(long Value) : IComparable<FencingToken>
{
    /// <summary>No token: what a name registered on an island has, which no store has granted.</summary>
    public static FencingToken None => default;

    /// <inheritdoc/>
    public int CompareTo(FencingToken other) => Value.CompareTo(other.Value);

    /// <summary>Whether the left token was granted before the right one.</summary>
    public static bool operator <(FencingToken left, FencingToken right) => left.Value < right.Value;

    /// <summary>Whether the left token was granted after the right one.</summary>
    public static bool operator >(FencingToken left, FencingToken right) => left.Value > right.Value;

    /// <summary>Whether the left token was granted before the right one, or is the same.</summary>
    public static bool operator <=(FencingToken left, FencingToken right) => left.Value <= right.Value;

    /// <summary>Whether the left token was granted after the right one, or is the same.</summary>
    public static bool operator >=(FencingToken left, FencingToken right) => left.Value >= right.Value;

    /// <summary>The number as text.</summary>
    /// <returns>Decimal digits.</returns>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
