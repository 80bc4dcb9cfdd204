namespace HostedSingleton.Tests.Docs;

/// <summary>The files of the repository that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The full path of a file or folder.</summary>
    public static string File(string path) => Path.Combine(Root, path);

    /// <summary>All files below a folder, but for what was built.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(File(folder), pattern, SearchOption.AllDirectories)
            .Where(path => !path[Root.Length..].Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string Find(DirectoryInfo? from) =>
        from is null ? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds HostedSingleton.sln; run these tests where they were built.")
        : System.IO.File.Exists(Path.Combine(from.FullName, "HostedSingleton.sln")) ? from.FullName
        : Find(from.Parent);
}
