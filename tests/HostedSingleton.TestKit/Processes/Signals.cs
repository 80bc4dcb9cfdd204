using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HostedSingleton.TestKit;

/// <summary>Sends signals to processes.</summary>
public static class Signals
{
    /// <summary>Sends a signal; does nothing where the process has ended.</summary>
    public static void Send(Process process, Signal signal)
    {
        if (!process.HasExited && kill(process.Id, NumberOf(signal)) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (!process.HasExited)
            {
                throw new Win32Exception(error, $"Sending {signal} to process {process.Id} failed: {Marshal.GetPInvokeErrorMessage(error)}.");
            }
        }
    }

    private static int NumberOf(Signal signal) => signal switch
    {
        Signal.Interrupt => 2,
        Signal.Kill => 9,
        Signal.Terminate => 15,
        Signal.Stop => OperatingSystem.IsMacOS() ? 17 : 19,
        Signal.Continue => OperatingSystem.IsMacOS() ? 19 : 18,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "No such signal is known here."),
    };

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int kill(int pid, int signal);
}
