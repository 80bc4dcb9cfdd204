namespace Worker;

/// <summary>Erlang's three kinds of child, by when a supervisor starts it again.</summary>
internal enum Restart
{
    /// <summary>Always.</summary>
    Permanent,

    /// <summary>Only after a fault; not after it has stopped by itself or for a conflict.</summary>
    Transient,

    /// <summary>Never.</summary>
    Temporary,
}
