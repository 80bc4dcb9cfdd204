namespace GlobalShell;

/// <summary>The switches of a shell.</summary>
internal sealed class ShellSettings
{
    /// <summary>The node's name, as in <c>iex --name node1@127.0.0.1</c>.</summary>
    public string Node { get; set; } = $"shell{Environment.ProcessId}@{Environment.MachineName}";

    /// <summary>Shells of one mesh meet.</summary>
    public string Mesh { get; set; } = "shell";

    /// <summary>Where Redis is, as StackExchange.Redis reads it; without it the shell is alone.</summary>
    public string? Redis { get; set; }

    /// <summary>Whether each line is a JSON object, for scripts.</summary>
    public bool Json { get; set; }

    /// <summary>Whether the node connects at the start; else it is an island until <c>connect</c>.</summary>
    public bool Connect { get; set; }

    /// <summary>Starts a GenServer on this node, under its name MyGlobal.</summary>
    public bool GenServer { get; set; }
}
