namespace NameClash;

/// <summary>The story did not go as it must.</summary>
internal sealed class StoryBrokenException(string message) : Exception(message);
