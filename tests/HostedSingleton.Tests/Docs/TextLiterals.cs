using System.Text;
using System.Text.RegularExpressions;

namespace HostedSingleton.Tests.Docs;

/// <summary>Finds the strings in C# code, each as the pattern of what it can become: a hole of an interpolated string may become anything.</summary>
internal static class TextLiterals
{
    private const int FewestLetters = 8;

    public static IEnumerable<Regex> In(string code)
    {
        for (var at = 0; at < code.Length; at++)
        {
            if (code[at] == '"')
            {
                var pattern = new StringBuilder("^");
                var letters = 0;
                at = Read(code, at + 1, code[at - 1] == '$', pattern, ref letters);
                if (letters >= FewestLetters)
                {
                    yield return new Regex(pattern.Append('$').ToString());
                }
            }
        }
    }

    /// <summary>Reads one string up to its end, and answers where that is.</summary>
    private static int Read(string code, int at, bool hasHoles, StringBuilder pattern, ref int letters)
    {
        for (; code[at] != '"'; at++)
        {
            if (hasHoles && code[at] is '{' or '}' && code[at + 1] != code[at])
            {
                at = SkipHole(code, at);
                pattern.Append(".*");
                continue;
            }

            at += (hasHoles && code[at] is '{' or '}') || code[at] == '\\' ? 1 : 0;
            pattern.Append(Regex.Escape(code[at].ToString()));
            letters += char.IsLetter(code[at]) ? 1 : 0;
        }

        return at;
    }

    private static int SkipHole(string code, int at)
    {
        for (var depth = 0; ; at++)
        {
            depth += code[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return at;
            }

            if (code[at] == '"')
            {
                var ignored = 0;
                at = Read(code, at + 1, code[at - 1] == '$', new StringBuilder(), ref ignored);
            }
        }
    }
}
