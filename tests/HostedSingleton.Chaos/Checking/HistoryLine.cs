using System.Text.Json.Serialization;
using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>A line of a history file. All times are µs of Unix time, by the clock that all processes of the machine share.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "line")]
[JsonDerivedType(typeof(Setting), "setting")]
[JsonDerivedType(typeof(Told), "told")]
[JsonDerivedType(typeof(Fault), "fault")]
[JsonDerivedType(typeof(Calm), "calm")]
[JsonDerivedType(typeof(Written), "written")]
[JsonDerivedType(typeof(Nonsense), "nonsense")]
internal abstract record HistoryLine;

/// <summary>What ran, and under which promises; the first line.</summary>
internal sealed record Setting(int Seed, double Minutes, long Lease, long Margin, IReadOnlyList<MeshSetting> Meshes) : HistoryLine;

/// <summary>What a worker told, or the harness about it.</summary>
internal sealed record Told(WorkerEvent Event) : HistoryLine;

/// <summary>A fault that was done, written when it was over.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Target">To what: a worker's node, <see cref="Lane.Store"/>, or nothing where the machine stalled.</param>
/// <param name="From">From when.</param>
/// <param name="To">Until when.</param>
internal sealed record Fault(FaultKind Kind, string Target, long From, long To) : HistoryLine;

/// <summary>A time without faults after a storm, long enough for everything to be as it should.</summary>
internal sealed record Calm(long From, long To) : HistoryLine;

/// <summary>A write that the sink took, in the order of the sink's own log.</summary>
internal sealed record Written(string Name, long Token, string Writer) : HistoryLine;

/// <summary>A worker wrote something that is no event.</summary>
internal sealed record Nonsense(string Text) : HistoryLine;
