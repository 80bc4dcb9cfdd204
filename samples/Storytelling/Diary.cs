namespace Storytelling;

/// <summary>Writes down what happens, in order, for the reader and for the checks.</summary>
/// <typeparam name="THappening">What can happen on a node.</typeparam>
public sealed class Diary<THappening>
    where THappening : struct, Enum
{
    private readonly Lock _gate = new();
    private readonly List<(string Node, THappening What)> _entries = [];

    public void Note(string node, THappening what, string text)
    {
        lock (_gate)
        {
            _entries.Add((node, what));
            Console.WriteLine($"     {node}  {text}");
        }
    }

    public void Say(string text)
    {
        lock (_gate)
        {
            Console.WriteLine(text);
        }
    }

    public int Count(string node, THappening what)
    {
        lock (_gate)
        {
            return _entries.Count(entry => Equals(entry, (node, what)));
        }
    }

    /// <summary>Whether both have happened, the last of the first kind before the last of the second.</summary>
    public bool InOrder((string Node, THappening What) first, (string Node, THappening What) second)
    {
        lock (_gate)
        {
            var at = _entries.LastIndexOf(first);
            return at >= 0 && at < _entries.LastIndexOf(second);
        }
    }
}
