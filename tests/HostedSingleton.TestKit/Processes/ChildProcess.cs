using System.Diagnostics;

namespace HostedSingleton.TestKit;

/// <summary>A program that a test starts, listens to, sends signals to and never leaves behind.</summary>
/// <remarks>Its lines are read on threads of their own, so a starved thread pool does not delay them.</remarks>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 200;

    private readonly Process _process;
    private readonly ChildGuard _guard;
    private readonly Queue<string> _tail = new();
    private readonly Thread[] _readers;
    private long _lastHeard;

    private ChildProcess(Process process, Action<string>? onLine, Action<string>? onErrorLine)
    {
        _process = process;
        _guard = new ChildGuard(process.Id);
        Exited = WaitForExitAsync();
        _readers = [Read(process.StandardOutput, onLine), Read(process.StandardError, onErrorLine)];
    }

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Ends with the exit code when the process ends, and when its guard does.</summary>
    public Task<int> Exited { get; }

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>
    /// When its output ended, which it does as the process dies: noticed by a thread that only waits for it, while <see cref="Exited"/> may be late on a busy pool.
    /// </summary>
    public DateTimeOffset OutputEnded => new(Interlocked.Read(ref _lastHeard), TimeSpan.Zero);

    /// <summary>The last lines of both outputs, for the message of a failed test.</summary>
    public string Tail
    {
        get
        {
            lock (_tail)
            {
                return string.Join(Environment.NewLine, _tail);
            }
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="fileName">The program, by path or by name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="onLine">Is called with each line of standard output, one after the other, on a thread of its own.</param>
    /// <param name="onErrorLine">As <paramref name="onLine"/>, for standard error, on another thread.</param>
    /// <param name="environment">What to add to the environment; null as a value removes a variable.</param>
    /// <param name="listens">Whether its standard input stays open, for <see cref="WriteLine"/>.</param>
    public static ChildProcess Start(
        string fileName,
        IEnumerable<string> arguments,
        Action<string>? onLine = null,
        Action<string>? onErrorLine = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        bool listens = false)
    {
        var start = new ProcessStartInfo(fileName, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{fileName}' did not start.");
        if (!listens)
        {
            process.StandardInput.Close();
        }

        return new ChildProcess(process, onLine, onErrorLine);
    }

    /// <summary>Writes a line to its standard input.</summary>
    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Sends a signal; does nothing where the process has ended.</summary>
    public void Send(Signal signal) => Signals.Send(_process, signal);

    /// <summary>Kills the process, also a frozen one, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Send(Signal.Kill);
        await Exited;
    }

    /// <summary>Waits until every line that the process wrote has been given to <c>onLine</c>; call it after <see cref="Exited"/>.</summary>
    public void WaitForLastLine(TimeSpan limit)
    {
        foreach (var reader in _readers)
        {
            if (!reader.Join(limit))
            {
                throw new TimeoutException($"The output of process {Id} did not end within {limit}: a child of it may still hold it open.");
            }
        }
    }

    /// <summary>Kills the process where it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task<int> WaitForExitAsync()
    {
        // Not WaitForExitAsync of the process: that one also waits for the end of its output, which a grandchild may hold open.
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.Exited += (_, _) => exited.TrySetResult();
        _process.EnableRaisingEvents = true;
        await exited.Task;
        _guard.Dispose();
        return _process.ExitCode;
    }

    private Thread Read(StreamReader output, Action<string>? onLine)
    {
        var thread = new Thread(() => ReadLines(output, onLine)) { IsBackground = true, Name = $"Output of process {Id}" };
        thread.Start();
        return thread;
    }

    private void ReadLines(StreamReader output, Action<string>? onLine)
    {
        while (NextLine(output) is { } line)
        {
            lock (_tail)
            {
                _tail.Enqueue(line);
                if (_tail.Count > LinesKept)
                {
                    _tail.Dequeue();
                }
            }

            onLine?.Invoke(line);
        }

        Interlocked.Exchange(ref _lastHeard, TimeProvider.System.GetUtcNow().UtcTicks);
    }

    private static string? NextLine(StreamReader output)
    {
        try
        {
            return output.ReadLine();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }
}
