using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace HostedSingleton.Tests.Architecture;

/// <summary>The sources of the library: which file declares which type, and which words it uses.</summary>
internal static partial class SourceTree
{
    /// <summary>The root of the repository.</summary>
    public static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));

    /// <summary>All source files of a project, by their path below it.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string project)
    {
        var root = Path.Combine(Root(), "src", project);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file)))
            .Where(file => !file.Item1.StartsWith("obj/", StringComparison.Ordinal) && !file.Item1.StartsWith("bin/", StringComparison.Ordinal));
    }

    /// <summary>The code without comments and without the text of strings.</summary>
    public static string Bare(string text) => CommentsAndStrings().Replace(text, " ");

    /// <summary>The names of the types that a text declares at its outermost level.</summary>
    public static IEnumerable<string> Declared(string text) => Declarations().Matches(Bare(text)).Select(match => match.Groups["name"].Value);

    /// <summary>The words of a text that can name a type: not a member behind a dot, not a constant that is being declared.</summary>
    public static IEnumerable<string> Words(string text) => TypeWords().Matches(Bare(text)).Select(match => match.Value).Distinct();

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|@?\$?"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])'""", RegexOptions.Singleline)]
    private static partial Regex CommentsAndStrings();

    [GeneratedRegex("""^(?:public |internal |file |static |abstract |sealed |readonly |partial )*(?:class|interface|enum|record struct|record|struct|delegate [\w<>?.]+) (?<name>\w+)""", RegexOptions.Multiline)]
    private static partial Regex Declarations();

    [GeneratedRegex("""(?<![\w.])(?<!const int )[A-Z]\w*""")]
    private static partial Regex TypeWords();
}
