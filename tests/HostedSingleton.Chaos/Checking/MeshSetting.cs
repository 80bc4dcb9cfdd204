namespace HostedSingleton.Chaos;

/// <summary>A mesh of a run.</summary>
/// <param name="WhenIsolated">What all its names promise.</param>
/// <param name="Nodes">The names of its nodes.</param>
/// <param name="Names">Its global names.</param>
internal sealed record MeshSetting(WhenIsolated WhenIsolated, IReadOnlyList<string> Nodes, IReadOnlyList<string> Names);
