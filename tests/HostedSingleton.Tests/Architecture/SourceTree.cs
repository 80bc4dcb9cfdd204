using System.Text.RegularExpressions;
using HostedSingleton.Tests.Docs;

namespace HostedSingleton.Tests.Architecture;

/// <summary>The sources of the library: which file declares which type, and which words it uses.</summary>
internal static partial class SourceTree
{
    /// <summary>All source files of a project, by their path below it.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string project)
    {
        var root = Path.Combine(Repository.Root, "src", project);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file)))
            .Where(file => !file.Item1.StartsWith("obj/", StringComparison.Ordinal) && !file.Item1.StartsWith("bin/", StringComparison.Ordinal));
    }

    /// <summary>The code without comments and without the text of strings; what stands in the braces of a string is code.</summary>
    public static string Bare(string text) => CommentsAndStrings().Replace(text, match => match.Value.Contains('$', StringComparison.Ordinal) ? Holes(match.Value) : " ");

    /// <summary>The names of the types that a text declares at its outermost level.</summary>
    public static IEnumerable<string> Declared(string text) => Declarations().Matches(Bare(text)).Select(match => match.Groups["name"].Value);

    /// <summary>The words of a text that can name a type: not a member behind a dot, not a constant that is being declared.</summary>
    public static IEnumerable<string> Words(string text) => TypeWords().Matches(Bare(text)).Select(match => match.Value).Distinct();

    /// <summary>The namespaces of ours that a text names, after the common beginning.</summary>
    public static IEnumerable<string> Namespaces(string text) => OurNamespaces().Matches(Bare(text)).Select(match => match.Groups["name"].Value).Distinct();

    private static string Holes(string text) => " " + string.Join(" ", InBraces().Matches(text).Select(match => match.Groups["code"].Value)) + " ";

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|(?:\$@|@\$|\$|@)?"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])'""", RegexOptions.Singleline)]
    private static partial Regex CommentsAndStrings();

    [GeneratedRegex("""^(?:public |internal |file |static |abstract |sealed |readonly |partial )*(?:class|interface|enum|record struct|record|struct|delegate [\w<>?.]+) (?<name>\w+)""", RegexOptions.Multiline)]
    private static partial Regex Declarations();

    [GeneratedRegex("""\{(?<code>[^{}]+)\}""")]
    private static partial Regex InBraces();

    [GeneratedRegex("""\bHostedSingleton\.(?<name>[A-Z]\w*)""")]
    private static partial Regex OurNamespaces();

    [GeneratedRegex("""(?<![\w.])(?<!const int )[A-Z]\w*""")]
    private static partial Regex TypeWords();
}
