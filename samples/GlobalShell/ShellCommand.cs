namespace GlobalShell;

/// <summary>A verb of the shell.</summary>
/// <param name="Name">The verb.</param>
/// <param name="Arguments">Its arguments, as help shows them.</param>
/// <param name="Help">What it does, and what it is in Erlang.</param>
/// <param name="Least">How many arguments it needs.</param>
/// <param name="RunAsync">Does it, and answers what to show.</param>
internal sealed record ShellCommand(string Name, string Arguments, string Help, int Least, Func<ShellContext, string[], CancellationToken, Task<ShellAnswer>> RunAsync)
{
    /// <summary>How it is written.</summary>
    public string Usage => $"{Name} {Arguments}".TrimEnd();
}
