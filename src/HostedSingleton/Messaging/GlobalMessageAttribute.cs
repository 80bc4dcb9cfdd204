namespace HostedSingleton;

/// <summary>
/// Gives a type its contract name: what a message of it is called on the wire. Types are never named there, so a type may be renamed or moved, and nobody
/// can make a node create a type that it has not declared.
/// </summary>
/// <param name="contract">1 to 255 characters, the same in every version of the application.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum, Inherited = false)]
public sealed class GlobalMessageAttribute(string contract) : Attribute
{
    /// <summary>The contract name.</summary>
    public string Contract { get; } = contract;
}
