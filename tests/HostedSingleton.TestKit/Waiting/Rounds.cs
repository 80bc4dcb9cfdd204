using System.Globalization;

namespace HostedSingleton.TestKit;

/// <summary>How often a test repeats itself: few times by default, and as often as <c>tests/run --rounds=N</c> says.</summary>
public static class Rounds
{
    /// <summary>The environment variable that <c>tests/run --rounds=N</c> sets.</summary>
    public const string Variable = "HOSTEDSINGLETON_ROUNDS";

    /// <summary>Returns the number from the environment, or else the usual one.</summary>
    public static int Or(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds > 0
            ? rounds
            : usual;
}
