namespace HostedSingleton.Mesh;

/// <summary>One lane of callbacks: they run one at a time and in order.</summary>
internal sealed class CallbackLane
{
    internal Queue<Action> Work { get; } = [];

    internal bool IsTaken { get; set; }
}
