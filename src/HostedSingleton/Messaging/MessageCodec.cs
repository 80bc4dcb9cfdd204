using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HostedSingleton.Messaging;

/// <summary>Turns messages into JSON and back, and refuses what is too large.</summary>
internal sealed class MessageCodec
{
    private readonly JsonSerializerOptions _options;
    private readonly int _mostBytes;

    public MessageCodec(GlobalMessagingOptions options)
    {
        (Contracts, _mostBytes) = (options.Contracts, options.MaxMessageBytes);
        _options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            MaxDepth = EnvelopeReader.MostDepth,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver(), BuiltInMessages.Default),
        };
    }

    public MessageContracts Contracts { get; }

    /// <summary>The JSON of a message or reply.</summary>
    /// <exception cref="GlobalMessageTooLargeException">It is larger than a message may be.</exception>
    public ReadOnlyMemory<byte> Write(GlobalName name, object? value, Type type)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = _options.Encoder, MaxDepth = _options.MaxDepth, SkipValidation = true }))
        {
            JsonSerializer.Serialize(writer, value, _options.GetTypeInfo(type));
        }

        return buffer.WrittenCount <= _mostBytes ? buffer.WrittenMemory : throw new GlobalMessageTooLargeException(name, type, buffer.WrittenCount, _mostBytes);
    }

    /// <summary>Reads a body.</summary>
    /// <exception cref="JsonException">It is not what the type says.</exception>
    public object? Read(ReadOnlyMemory<byte> body, Type type) => JsonSerializer.Deserialize(body.Span, _options.GetTypeInfo(type));
}
