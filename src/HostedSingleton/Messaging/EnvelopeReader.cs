using System.Text.Json;

namespace HostedSingleton.Messaging;

/// <summary>Reads envelopes. Whatever comes, it answers: with the envelope, or with what is wrong.</summary>
/// <param name="mesh">The mesh that envelopes must be for.</param>
/// <param name="mostBytes">The longest envelope.</param>
internal sealed class EnvelopeReader(string mesh, int mostBytes)
{
    /// <summary>How deep the body of a message may be nested.</summary>
    internal const int MostDepth = 32;

    /// <summary>What an envelope has beside its body, at most.</summary>
    internal const int Overhead = 8 * 1024;

    public Envelope? Read(ReadOnlyMemory<byte> bytes, out EnvelopeFault fault)
    {
        if (bytes.Length > mostBytes)
        {
            fault = EnvelopeFault.TooLarge;
            return null;
        }

        // One more, so that what is too deep is not called no JSON.
        var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = MostDepth + 2 });
        try
        {
            return Read(ref reader, bytes, out fault);
        }
        catch (JsonException)
        {
            fault = reader.CurrentDepth > MostDepth ? EnvelopeFault.TooDeep : EnvelopeFault.NotJson;
            return null;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            fault = EnvelopeFault.Malformed;
            return null;
        }
    }

    private Envelope? Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> bytes, out EnvelopeFault fault)
    {
        var draft = new EnvelopeDraft();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            fault = EnvelopeFault.Malformed;
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.GetString()!;
            reader.Read();
            draft.Take(field, ref reader, bytes);
        }

        // What follows the envelope would be an error of JSON.
        reader.Read();
        var envelope = draft.Make();
        fault = envelope is null ? EnvelopeFault.Malformed : EnvelopeFault.WrongMesh;
        return draft.Mesh == mesh || envelope is null ? envelope : null;
    }
}
