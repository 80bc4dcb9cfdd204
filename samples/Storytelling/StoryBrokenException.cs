namespace Storytelling;

/// <summary>The story did not go as it must.</summary>
public sealed class StoryBrokenException(string message) : Exception(message);
