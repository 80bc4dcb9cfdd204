namespace HostedSingleton.Messaging;

/// <summary>The fields of an envelope, short because each message carries them.</summary>
internal static class EnvelopeFields
{
    /// <summary>What this library writes and reads.</summary>
    public const int ThisVersion = 1;

    /// <summary>How much of a trace state travels, in characters.</summary>
    public const int LongestTrace = 512;

    public const string Version = "v";
    public const string Mesh = "mesh";
    public const string From = "from";
    public const string Name = "name";
    public const string Number = "no";
    public const string Token = "token";
    public const string Flow = "flow";
    public const string Sequence = "seq";
    public const string Low = "low";
    public const string Contract = "type";
    public const string Call = "call";
    public const string TraceParent = "tp";
    public const string TraceState = "ts";
    public const string Body = "body";
    public const string Answers = "ack";
    public const string Reply = "re";
    public const string FailureKind = "fk";
    public const string FailureText = "ft";
}
