namespace GlobalShell;

/// <summary>What a command answers.</summary>
/// <param name="Text">For people.</param>
/// <param name="Data">The same for scripts, where a text would be hard to take apart.</param>
internal sealed record ShellAnswer(string Text, object? Data = null)
{
    public static implicit operator ShellAnswer(string text) => new(text);
}
