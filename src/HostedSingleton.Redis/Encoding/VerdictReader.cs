using System.Text.Json;
using HostedSingleton.Store;

namespace HostedSingleton.Redis;

/// <summary>Reads verdicts: [kind, version, token, registered at, place, ticket, loss, the other owner].</summary>
internal static class VerdictReader
{
    /// <summary>Reads the verdict on one claim.</summary>
    public static ClaimVerdict Read(GlobalName name, long number, string text)
    {
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        return new ClaimVerdict(name, number, Enum.Parse<VerdictKind>(json[0].GetString()!))
        {
            Version = RecordReader.Number(json[1]),
            Token = new FencingToken(RecordReader.Number(json[2])),
            RegisteredAt = RecordReader.Number(json[3]),
            Place = (int)RecordReader.Number(json[4]),
            Ticket = RecordReader.Number(json[5]),
            Loss = RecordReader.Loss(json[6]),
            Theirs = RecordReader.Owner(json[7]),
        };
    }
}
