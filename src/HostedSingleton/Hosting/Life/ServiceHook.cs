namespace HostedSingleton.Hosting;

/// <summary>A hook of the user's to call, with what it is told.</summary>
internal abstract record ServiceHook
{
    private ServiceHook()
    {
    }

    /// <summary>The method's name, for logs.</summary>
    public string Method => $"On{GetType().Name}Async";

    internal sealed record NameTaken(GlobalOwner Owner) : ServiceHook;

    internal sealed record Standby : ServiceHook;

    internal sealed record Registered : ServiceHook;

    internal sealed record GlobalNameConflict(HostedSingleton.GlobalNameConflict Conflict) : ServiceHook;
}
