namespace HostedSingleton.Mutations;

/// <summary>A deliberate fault: a piece of the sources, and what stands there instead.</summary>
/// <param name="Claim">What the fault does.</param>
/// <param name="Net">What must catch it.</param>
/// <param name="Find">The piece. It occurs exactly once in all of src, so that a list that has fallen behind the code fails.</param>
/// <param name="Instead">What stands there instead.</param>
/// <param name="Filter">Which test classes are the net, where it is not the simulation.</param>
internal sealed record Mutation(string Claim, Net Net, string Find, string Instead, string Filter = "*")
{
    /// <summary>The one file below <paramref name="source"/> that has the piece.</summary>
    /// <exception cref="InvalidOperationException">It occurs never or more than once.</exception>
    public string FileBelow(string source)
    {
        var files = Directory.EnumerateFiles(source, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".lua", StringComparison.Ordinal))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
        var found = files.SelectMany(file => Enumerable.Repeat(file, Count(File.ReadAllText(file)))).ToArray();
        return found.Length == 1
            ? found[0]
            : throw new InvalidOperationException($"The piece of the mutation '{Claim}' occurs {found.Length} times in src. Bring it up to the code: {Find}");
    }

    private int Count(string text) => text.Split(Find).Length - 1;
}
