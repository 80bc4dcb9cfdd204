using System.Diagnostics;

namespace HostedSingleton.Messaging;

/// <summary>Carries the sender's trace to the handler.</summary>
internal static class MessageActivity
{
    private static readonly ActivitySource Source = new("HostedSingleton");

    /// <summary>What of the present activity travels.</summary>
    public static (string? Parent, string? State) Current =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? (current.Id, current.TraceStateString is { Length: > 0 and <= EnvelopeFields.LongestTrace } state ? state : null) : default;

    /// <summary>The context that has travelled; the default when there is none that can be read.</summary>
    public static ActivityContext ContextOf(Envelope.Message message) =>
        ActivityContext.TryParse(message.TraceParent, message.TraceState, isRemote: true, out var context) ? context : default;

    /// <summary>Begins the handling of a message. Where nobody listens, an activity that is not recorded still carries the trace on.</summary>
    public static Activity? Start(GlobalMessage message)
    {
        var context = message.TraceContext;
        var activity = Source.StartActivity("HostedSingleton.Message", ActivityKind.Consumer, context, [new("hostedsingleton.name", message.Name.Value), new("hostedsingleton.contract", message.Contract)]);
        return activity ?? (context == default ? null : Carry(context));
    }

    private static Activity Carry(ActivityContext context)
    {
        var activity = new Activity("HostedSingleton.Message") { TraceStateString = context.TraceState };
        activity.SetParentId(context.TraceId, context.SpanId, context.TraceFlags);
        return activity.Start();
    }
}
