namespace HostedSingleton;

/// <summary>Nobody has the name. Erlang's <c>badarg</c> of <c>global:send</c>.</summary>
public sealed class GlobalNameNotRegisteredException : GlobalMessagingException
{
    /// <summary>Makes the exception; for tests, and for those who implement <see cref="IGlobalMessenger"/>.</summary>
    /// <param name="name">The name that the message was for.</param>
    /// <param name="node">The node that sent it.</param>
    public GlobalNameNotRegisteredException(GlobalName name, NodeId node)
        : base(name, $"No registration has the name '{name}', as node {node} sees it, so the message was sent to nobody. Register the name, or send again when a standby has taken it over.")
    {
    }
}
