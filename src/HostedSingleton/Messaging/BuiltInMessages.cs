using System.Text.Json;
using System.Text.Json.Serialization;

namespace HostedSingleton.Messaging;

/// <summary>What System.Text.Json knows of the types that are messages without being declared.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class BuiltInMessages : JsonSerializerContext;
