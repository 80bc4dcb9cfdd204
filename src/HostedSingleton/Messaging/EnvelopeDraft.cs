using System.Collections.Immutable;
using System.Text.Json;

namespace HostedSingleton.Messaging;

/// <summary>The fields of an envelope while it is read.</summary>
internal sealed class EnvelopeDraft
{

    private readonly Dictionary<string, long> _numbers = [];
    private readonly Dictionary<string, string> _texts = [];
    private ImmutableArray<Acknowledgement> _answers;
    private ReadOnlyMemory<byte>? _body;

    public string? Mesh => _texts.GetValueOrDefault(EnvelopeFields.Mesh);

    /// <summary>Takes one field in; fields that nobody knows are passed over, so that later versions may add some.</summary>
    public void Take(string field, ref Utf8JsonReader reader, ReadOnlyMemory<byte> bytes)
    {
        switch (field)
        {
            case EnvelopeFields.Body:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                _body = bytes[start..(int)reader.BytesConsumed];
                break;
            case EnvelopeFields.Answers:
                _answers = ReadAnswers(ref reader);
                break;
            case EnvelopeFields.Mesh or EnvelopeFields.From or EnvelopeFields.Name or EnvelopeFields.Contract or EnvelopeFields.TraceParent or EnvelopeFields.TraceState
                or EnvelopeFields.FailureText:
                _texts[field] = reader.GetString() ?? throw new FormatException($"{field} is null.");
                break;
            case EnvelopeFields.Version or EnvelopeFields.Number or EnvelopeFields.Token or EnvelopeFields.Flow or EnvelopeFields.Sequence or EnvelopeFields.Low
                or EnvelopeFields.Call or EnvelopeFields.Reply or EnvelopeFields.FailureKind:
                _numbers[field] = reader.GetInt64();
                break;
            default:
                reader.Skip();
                break;
        }
    }

    /// <summary>The envelope, or null when a field is missing or says what it cannot say.</summary>
    public Envelope? Make()
    {
        if (Number(EnvelopeFields.Version) != EnvelopeFields.ThisVersion || Mesh is null || !NodeId.TryParse(_texts.GetValueOrDefault(EnvelopeFields.From), out var from))
        {
            return null;
        }

        return !_answers.IsDefault ? new Envelope.Answers(from, _answers)
            : _numbers.ContainsKey(EnvelopeFields.Reply) ? Reply(from)
            : Message(from);
    }

    private Envelope.Reply? Reply(NodeId from)
    {
        var failure = _texts.TryGetValue(EnvelopeFields.FailureText, out var text) ? new CallFailure((CallFailureKind)Number(EnvelopeFields.FailureKind), text) : null;
        return (failure is null) == (_body is null) || (failure is not null && !Enum.IsDefined(failure.Kind)) ? null
            : new Envelope.Reply(from, Number(EnvelopeFields.Reply), _body ?? default, failure);
    }

    private Envelope.Message? Message(NodeId from)
    {
        var (flow, sequence, low) = (Number(EnvelopeFields.Flow), Number(EnvelopeFields.Sequence), Number(EnvelopeFields.Low));
        if (!_texts.TryGetValue(EnvelopeFields.Name, out var name) || !_texts.TryGetValue(EnvelopeFields.Contract, out var contract) || _body is not { } body
            || flow < 1 || low < 1 || sequence < low || sequence == long.MaxValue || Number(EnvelopeFields.Call) < 0)
        {
            return null;
        }

        return new Envelope.Message(from, name, Number(EnvelopeFields.Number), new FencingToken(Number(EnvelopeFields.Token)), flow, sequence, low, contract, body)
        {
            Call = Number(EnvelopeFields.Call), TraceParent = Trace(EnvelopeFields.TraceParent), TraceState = Trace(EnvelopeFields.TraceState),
        };
    }

    private static ImmutableArray<Acknowledgement> ReadAnswers(ref Utf8JsonReader reader)
    {
        var numbers = new List<long>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException("Answers are an array.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(reader.GetInt64());
        }

        if (numbers.Count % 4 != 0)
        {
            throw new FormatException("An answer has four numbers.");
        }

        var answers = numbers.Chunk(4).Select(n => new Acknowledgement(n[0], n[1], n[2], (MessageAnswer)n[3])).ToImmutableArray();
        return answers.All(a => a.Flow > 0 && a.From > 0 && a.To >= a.From && Enum.IsDefined(a.Answer)) ? answers : throw new FormatException("An answer is none.");
    }

    private long Number(string field) => _numbers.GetValueOrDefault(field);

    /// <summary>A trace that is too long is left out; the message is none the worse.</summary>
    private string? Trace(string field) => _texts.TryGetValue(field, out var text) && text.Length <= EnvelopeFields.LongestTrace ? text : null;
}
