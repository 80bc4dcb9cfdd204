using System.Diagnostics;

namespace HostedSingleton.TestKit;

/// <summary>Kills a process when this one ends, however it ends.</summary>
/// <remarks>A small shell waits on a pipe that only this process holds open; where the pipe breaks, it kills.</remarks>
internal sealed class ChildGuard : IDisposable
{
    private readonly Process _shell;

    /// <summary>Starts to guard a process.</summary>
    public ChildGuard(int processId)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"trap '' INT TERM HUP; while read -r _; do :; done; kill -9 {processId} 2>/dev/null");
        _shell = Process.Start(start)!;
    }

    /// <summary>Ends the guard; call it when the process has ended, for its number may then be another's.</summary>
    public void Dispose()
    {
        _shell.Kill();
        _shell.Dispose();
    }
}
