using System.Text.Json.Serialization;

namespace HostedSingleton.Tests.Messaging;

/// <summary>What the source generator of System.Text.Json knows of the messages.</summary>
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(int))]
internal sealed partial class GeneratedMessages : JsonSerializerContext;
