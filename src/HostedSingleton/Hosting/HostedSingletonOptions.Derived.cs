namespace HostedSingleton;

/// <content>What follows from lease and beat where it is not set.</content>
public sealed partial class HostedSingletonOptions
{
    internal TimeSpan EffectiveGrace => Grace ?? 1.5 * Beat;

    internal TimeSpan EffectiveMargin => Margin ?? 2 * Beat;

    internal TimeSpan EffectiveConnectTimeout => ConnectTimeout ?? 2 * Beat;

    internal TimeSpan EffectiveCommandTimeout => CommandTimeout ?? 2 * Beat;

    internal TimeSpan EffectiveReconnectDelay => ReconnectDelay ?? (Beat < UsualReconnectDelay ? Beat : UsualReconnectDelay);

    private static TimeSpan UsualReconnectDelay => TimeSpan.FromMilliseconds(200);
}
