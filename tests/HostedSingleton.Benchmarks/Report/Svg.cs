using System.Globalization;
using System.Security;
using System.Text;

namespace HostedSingleton.Benchmarks;

/// <summary>Draws distributions: how many of a hundred were done after how long, one curve each, on a logarithmic axis of time.</summary>
internal static class Svg
{
    private const double Width = 760;
    private const double Height = 340;
    private const double Left = 52;
    private const double Right = 24;
    private const double Top = 44;
    private const double Bottom = 44;

    private static readonly string[] Colours = ["#1f6feb", "#d1242f", "#1a7f37", "#9a6700", "#8250df", "#57606a"];

    /// <summary>Draws figures whose values are times in ms.</summary>
    public static string Of(string title, IReadOnlyList<Figure> figures)
    {
        var low = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(0.1, figures.Min(f => f.Values.Min)))));
        var high = Math.Pow(10, Math.Ceiling(Math.Log10(figures.Max(f => f.Values.Max) * 1.0001)));
        var text = new StringBuilder();
        text.AppendLine(Inv($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height + (18 * figures.Count)}\" font-family=\"system-ui, sans-serif\" font-size=\"12\">"));
        text.AppendLine("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        text.AppendLine(Inv($"<text x=\"{Left}\" y=\"24\" font-size=\"15\" font-weight=\"600\">{SecurityElement.Escape(title)}</text>"));
        Axes(text, low, high);
        for (var i = 0; i < figures.Count; i++)
        {
            Curve(text, figures[i], Colours[i % Colours.Length], i, low, high);
        }

        return text.AppendLine("</svg>").ToString();
    }

    private static void Axes(StringBuilder text, double low, double high)
    {
        for (var at = low; at <= high * 1.01; at *= 10)
        {
            text.AppendLine(Inv($"<line x1=\"{X(at, low, high):F1}\" y1=\"{Top}\" x2=\"{X(at, low, high):F1}\" y2=\"{Height - Bottom}\" stroke=\"#d0d7de\"/>"));
            text.AppendLine(Inv($"<text x=\"{X(at, low, high):F1}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\" fill=\"#57606a\">{(at >= 1000 ? Inv($"{at / 1000} s") : Inv($"{at} ms"))}</text>"));
        }

        foreach (var part in new[] { 0, 0.5, 0.99 })
        {
            text.AppendLine(Inv($"<line x1=\"{Left}\" y1=\"{Y(part):F1}\" x2=\"{Width - Right}\" y2=\"{Y(part):F1}\" stroke=\"#d0d7de\"/>"));
            text.AppendLine(Inv($"<text x=\"{Left - 6}\" y=\"{Y(part) + 4:F1}\" text-anchor=\"end\" fill=\"#57606a\">{part * 100:F0} %</text>"));
        }
    }

    private static void Curve(StringBuilder text, Figure figure, string colour, int index, double low, double high)
    {
        var values = figure.Values.Sorted;
        var points = new StringBuilder(Inv($"{X(values[0], low, high):F1},{Y(0):F1}"));
        for (var i = 0; i < values.Count; i++)
        {
            points.Append(Inv($" {X(values[i], low, high):F1},{Y((double)i / values.Count):F1} {X(values[i], low, high):F1},{Y((i + 1.0) / values.Count):F1}"));
        }

        text.AppendLine(Inv($"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>"));
        var y = Height - 6 + (18 * index);
        text.AppendLine(Inv($"<rect x=\"{Left}\" y=\"{y - 8}\" width=\"14\" height=\"4\" fill=\"{colour}\"/>"));
        text.AppendLine(Inv($"<text x=\"{Left + 22}\" y=\"{y}\">{SecurityElement.Escape(Legend(figure))}</text>"));
    }

    private static string Legend(Figure figure) =>
        $"{figure.What}: median {Table.Number(figure.Values.Median)} ms, p99 {Table.Number(figure.Values.P99)} ms, {figure.Values.Count} times";

    private static double X(double value, double low, double high) =>
        Left + ((Width - Left - Right) * (Math.Log10(Math.Clamp(value, low, high)) - Math.Log10(low)) / (Math.Log10(high) - Math.Log10(low)));

    private static double Y(double part) => Height - Bottom - ((Height - Top - Bottom) * part);

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
