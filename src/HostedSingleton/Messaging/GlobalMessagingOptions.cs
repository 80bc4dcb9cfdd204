using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;
using HostedSingleton.Messaging;

namespace HostedSingleton;

/// <summary>How messages to names are sent from this node. Bound from the configuration section <c>HostedSingleton:Messages</c>.</summary>
public sealed class GlobalMessagingOptions
{
    /// <summary>The largest message or reply, in bytes of its JSON. Each node refuses larger ones, its own and those of others, so give all the same.</summary>
    /// <value>65,536.</value>
    [Range(1, 16 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>How long <see cref="IGlobalMessenger.SendAsync"/> tries to get a message into the owner's mailbox.</summary>
    /// <value>5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long <see cref="IGlobalMessenger.CallAsync"/> waits for the reply where it is given no time of its own; Erlang's 5,000 ms.</summary>
    /// <value>5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after the last answer of an owner what is on its way to it is sent again.</summary>
    /// <value>0.5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ResendAfter { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>What System.Text.Json knows of your types: a <c>JsonSerializerContext</c> made by its source generator, or several combined.</summary>
    /// <value>Null: types are read by reflection.</value>
    public IJsonTypeInfoResolver? TypeInfoResolver { get; set; }

    internal MessageContracts Contracts { get; } = new();

    /// <summary>Declares a message type. A type that is only sent needs no declaration where it has <see cref="GlobalMessageAttribute"/>.</summary>
    /// <typeparam name="TMessage">The type.</typeparam>
    /// <param name="contract">Its contract name; null for that of its <see cref="GlobalMessageAttribute"/>.</param>
    /// <returns>These options.</returns>
    /// <exception cref="InvalidOperationException">The type has no contract name, or another type has it.</exception>
    public GlobalMessagingOptions Declare<TMessage>(string? contract = null)
    {
        Contracts.Declare(typeof(TMessage), contract);
        return this;
    }
}
