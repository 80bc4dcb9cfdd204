namespace GlobalShell;

/// <summary>A line of a shell, as JSON for scripts.</summary>
/// <param name="Node">The node.</param>
/// <param name="Number">The number of the command it answers; 0 for what comes by itself.</param>
/// <param name="Kind">What it is: prompt, result, error or event.</param>
/// <param name="Text">The text.</param>
/// <param name="Data">The answer of <c>explain</c>, field by field; else absent.</param>
internal sealed record ShellLine(string Node, int Number, string Kind, string Text, object? Data);
