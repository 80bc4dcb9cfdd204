namespace HostedSingleton.Registry;

/// <summary>How a claim asks for its name.</summary>
internal enum ClaimMode
{
    /// <summary>Stands by in the queue until granted.</summary>
    Wait,

    /// <summary>Asks once.</summary>
    Once,

    /// <summary>Takes the name from whoever has it.</summary>
    Take,
}
