namespace HostedSingleton.Chaos;

/// <summary>Stretches of time that do not touch, in order.</summary>
internal sealed class Spans
{
    private readonly List<(long From, long To)> _spans = [];

    public Spans(IEnumerable<(long From, long To)> spans)
    {
        foreach (var (from, to) in spans.Where(span => span.From < span.To).OrderBy(span => span.From))
        {
            if (_spans.Count > 0 && from <= _spans[^1].To)
            {
                _spans[^1] = (_spans[^1].From, Math.Max(_spans[^1].To, to));
            }
            else
            {
                _spans.Add((from, to));
            }
        }
    }

    /// <summary>Whether a moment lies in one of them.</summary>
    public bool Cover(long moment) => _spans.Exists(span => span.From <= moment && moment <= span.To);

    /// <summary>The parts of a stretch that lie in none of them.</summary>
    public IEnumerable<(long From, long To)> Without(long from, long to)
    {
        foreach (var span in _spans.Where(span => span.To > from && span.From < to))
        {
            if (span.From > from)
            {
                yield return (from, span.From);
            }

            from = span.To;
        }

        if (from < to)
        {
            yield return (from, to);
        }
    }
}
