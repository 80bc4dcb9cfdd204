using System.Globalization;
using System.Text;

namespace HostedSingleton.Soak;

/// <summary>The same figures at two rests.</summary>
internal sealed class BeforeAndAfter(IReadOnlyList<Figure> before, IReadOnlyList<Figure> after)
{
    /// <summary>Whether nothing has grown beyond its slack.</summary>
    public bool HasReturned => before.Zip(after).All(pair => HasReturnedTo(pair.First, pair.Second));

    public override string ToString()
    {
        var text = new StringBuilder("| Figure | Before | After | May grow by | |\n|---|---:|---:|---:|---|\n");
        foreach (var (first, second) in before.Zip(after))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {first.Name} | {first.Value:N0} | {second.Value:N0} | {first.Slack:N0} | {(HasReturnedTo(first, second) ? "returned" : "HAS GROWN")} |\n");
        }

        foreach (var figure in before.Where(f => f.Why.Length > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"{figure.Name}: {figure.Why}.\n");
        }

        return text.ToString();
    }

    private static bool HasReturnedTo(Figure first, Figure second) => second.Value <= first.Value + first.Slack;
}
