namespace HostedSingleton;

/// <summary>Why a registration lost its name without having let it go.</summary>
public enum ConflictReason
{
    /// <summary>Two registrations had the name, and a resolver decided for the other one.</summary>
    Decided,

    /// <summary>Two registrations had the name, and the resolver decided for neither (or failed). Both are told.</summary>
    NoWinner,

    /// <summary>Another registration took the name with <see cref="IGlobalRegistry.ReregisterAsync"/>.</summary>
    Replaced,

    /// <summary>An operator freed the name with <see cref="IGlobalRegistry.UnregisterAsync(GlobalName, CancellationToken)"/>.</summary>
    Freed,

    /// <summary>This node's lease had ended, and another registration has had the name and given it up since.</summary>
    Superseded,

    /// <summary>The body had returned and the name was kept idle; it yielded to a registration whose body runs.</summary>
    Yielded,
}
