namespace HostedSingleton.Redis.Tests;

/// <summary>A random history as data: what the mesh is drawn from, and what each step is drawn from.</summary>
/// <param name="Mesh">The seed of the mesh: how many nodes, how long their leases.</param>
/// <param name="Steps">A seed for each step.</param>
internal sealed record SideScript(int Mesh, int[] Steps)
{
    /// <summary>Shorter histories, the shortest first: halves left out, then ever smaller parts, at last single steps.</summary>
    public IEnumerable<SideScript> Shorter()
    {
        for (var part = (Steps.Length + 1) / 2; part >= 1; part = part == 1 ? 0 : (part + 1) / 2)
        {
            for (var at = 0; at < Steps.Length; at += part)
            {
                yield return this with { Steps = [.. Steps[..at], .. Steps[Math.Min(Steps.Length, at + part)..]] };
            }
        }
    }

    public static SideScript Parse(string text)
    {
        var numbers = text.Split(':', ',').Select(int.Parse).ToArray();
        return new SideScript(numbers[0], numbers[1..]);
    }

    public override string ToString() => $"{Mesh}:{string.Join(',', Steps)}";
}
