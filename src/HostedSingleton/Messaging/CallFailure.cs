namespace HostedSingleton.Messaging;

/// <summary>Why a call that was accepted has no reply.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Text">In words.</param>
internal sealed record CallFailure(CallFailureKind Kind, string Text);
