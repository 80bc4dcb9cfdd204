namespace HostedSingleton.Tests.Docs;

/// <summary>A block of code on a page.</summary>
/// <param name="Place">Page and line, for errors.</param>
/// <param name="Language">The word after its first backticks.</param>
/// <param name="Marker">The comment above it.</param>
/// <param name="Text">The code.</param>
internal sealed record Fence(string Place, string Language, Marker Marker, string Text)
{
    /// <summary>The regions it is made of.</summary>
    public string[] Snippets => Marker.Kind == "snippet" ? Marker.Value.Split(',', StringSplitOptions.TrimEntries) : [];
}
