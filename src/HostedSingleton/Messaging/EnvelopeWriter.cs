using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HostedSingleton.Messaging;

/// <summary>Writes envelopes as JSON.</summary>
internal sealed class EnvelopeWriter(string mesh)
{
    // The body was written by the serializer; to check it again would double the work.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ReadOnlyMemory<byte> Write(Envelope envelope)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        writer.WriteNumber(EnvelopeFields.Version, EnvelopeFields.ThisVersion);
        writer.WriteString(EnvelopeFields.Mesh, mesh);
        writer.WriteString(EnvelopeFields.From, envelope.From.ToString());
        Write(writer, envelope);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, Envelope envelope)
    {
        switch (envelope)
        {
            case Envelope.Message message: Write(writer, message); break;
            case Envelope.Answers answers: Write(writer, answers); break;
            case Envelope.Reply reply: Write(writer, reply); break;
        }
    }

    private static void Write(Utf8JsonWriter writer, Envelope.Message message)
    {
        writer.WriteString(EnvelopeFields.Name, message.Name.Value);
        writer.WriteNumber(EnvelopeFields.Number, message.Number);
        writer.WriteNumber(EnvelopeFields.Token, message.Token.Value);
        writer.WriteNumber(EnvelopeFields.Flow, message.Flow);
        writer.WriteNumber(EnvelopeFields.Sequence, message.Sequence);
        writer.WriteNumber(EnvelopeFields.Low, message.Low);
        writer.WriteString(EnvelopeFields.Contract, message.Contract);
        if (message.Call != 0)
        {
            writer.WriteNumber(EnvelopeFields.Call, message.Call);
        }

        if (message.TraceParent is { } parent)
        {
            writer.WriteString(EnvelopeFields.TraceParent, parent);
        }

        if (message.TraceState is { } state)
        {
            writer.WriteString(EnvelopeFields.TraceState, state);
        }

        writer.WritePropertyName(EnvelopeFields.Body);
        writer.WriteRawValue(message.Body.Span, skipInputValidation: true);
    }

    private static void Write(Utf8JsonWriter writer, Envelope.Answers answers)
    {
        writer.WriteStartArray(EnvelopeFields.Answers);
        foreach (var answer in answers.All)
        {
            writer.WriteNumberValue(answer.Flow);
            writer.WriteNumberValue(answer.From);
            writer.WriteNumberValue(answer.To);
            writer.WriteNumberValue((int)answer.Answer);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Envelope.Reply reply)
    {
        writer.WriteNumber(EnvelopeFields.Reply, reply.Call);
        if (reply.Failure is { } failure)
        {
            writer.WriteNumber(EnvelopeFields.FailureKind, (int)failure.Kind);
            writer.WriteString(EnvelopeFields.FailureText, failure.Text);
        }
        else
        {
            writer.WritePropertyName(EnvelopeFields.Body);
            writer.WriteRawValue(reply.Body.Span, skipInputValidation: true);
        }
    }
}
