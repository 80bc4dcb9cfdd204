namespace HostedSingleton.Hosting;

/// <summary>The handlers that a service has for message types.</summary>
internal sealed class MessageHandlers
{
    private readonly Dictionary<Type, Func<GlobalMessage, CancellationToken, Task>> _handlers = [];

    /// <summary>The types that are handled.</summary>
    public IReadOnlyCollection<Type> Types => _handlers.Keys;

    /// <summary>Adds the one handler of a type.</summary>
    /// <exception cref="InvalidOperationException">It has one.</exception>
    public void Add(Type type, Func<GlobalMessage, CancellationToken, Task> handler)
    {
        if (!_handlers.TryAdd(type, handler))
        {
            throw new InvalidOperationException($"There are two handlers for {type}. Keep one call of Handle or Answer for it.");
        }
    }

    /// <summary>The handler of a message, or null.</summary>
    public Func<GlobalMessage, CancellationToken, Task>? Of(GlobalMessage message) => _handlers.GetValueOrDefault(message.Body.GetType());
}
