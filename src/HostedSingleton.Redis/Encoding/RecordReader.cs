using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using HostedSingleton.Store;

namespace HostedSingleton.Redis;

/// <summary>Reads owners, losses and registrations from the JSON of the scripts, where an empty list is an empty object and "none" is false.</summary>
internal static class RecordReader
{
    /// <summary>The items of a list.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    public static long Number(JsonElement json) => long.Parse(json.GetString()!, CultureInfo.InvariantCulture);

    public static RegistrationId Registration(JsonElement json) => Registration(json.GetString()!);

    /// <summary>Reads node#incarnation/number.</summary>
    public static RegistrationId Registration(string text)
    {
        var at = text.LastIndexOf('/');
        return new RegistrationId(NodeId.Parse(text[..at]), long.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    public static GlobalOwner? Owner(JsonElement json) => json.ValueKind != JsonValueKind.Array ? null : new GlobalOwner
    {
        Id = Registration(json[0]),
        Token = new FencingToken(Number(json[1])),
        RegisteredAt = DateTimeOffset.UnixEpoch.AddMicroseconds(Number(json[2])),
        Priority = (int)Number(json[3]),
        Labels = Labels(json[4]),
    };

    public static Loss? Loss(JsonElement json) => json.ValueKind != JsonValueKind.Array ? null : new Loss(
        Registration(json[0]),
        Enum.Parse<ConflictReason>(json[1].GetString()!),
        Owner(json[2]),
        json[3].ValueKind == JsonValueKind.String ? json[3].GetString() : null);

    public static ImmutableDictionary<string, string> Labels(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() == 0)
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        return json.EnumerateArray().Select(item => item.GetString()!).Chunk(2).ToImmutableDictionary(pair => pair[0], pair => pair[1]);
    }
}
