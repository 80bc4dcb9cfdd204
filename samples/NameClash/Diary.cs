namespace NameClash;

/// <summary>Writes down what happens, in order, for the reader and for the checks.</summary>
internal sealed class Diary
{
    private readonly Lock _gate = new();
    private readonly List<(string Node, Happening What)> _entries = [];

    public void Note(string node, Happening what, string text)
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

    public int Count(string node, Happening what)
    {
        lock (_gate)
        {
            return _entries.Count(entry => entry == (node, what));
        }
    }

    /// <summary>Whether both have happened, the last of the first kind before the last of the second.</summary>
    public bool InOrder((string Node, Happening What) first, (string Node, Happening What) second)
    {
        lock (_gate)
        {
            var at = _entries.LastIndexOf(first);
            return at >= 0 && at < _entries.LastIndexOf(second);
        }
    }
}
