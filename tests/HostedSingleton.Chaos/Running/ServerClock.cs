using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>The wall clock of the store's servers, which can be set: a small library that is loaded into them stands before the system's.</summary>
internal sealed class ServerClock : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hostedsingleton-clock-");

    private ServerClock() => Step(TimeSpan.Zero);

    /// <summary>What a server needs in its environment to go by this clock.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new Dictionary<string, string?> { ["LD_PRELOAD"] = Library, ["CLOCK_OFFSET"] = Offset };

    private string Library => Path.Combine(_folder.FullName, "clock.so");

    private string Offset => Path.Combine(_folder.FullName, "offset");

    /// <summary>Makes a clock; null where servers run in containers, or no C compiler is at hand.</summary>
    public static async Task<ServerClock?> MakeAsync()
    {
        if (!OperatingSystem.IsLinux() || !RedisProcess.IsInstalled)
        {
            return null;
        }

        var clock = new ServerClock();
        if (await clock.CompilesAsync())
        {
            return clock;
        }

        clock.Dispose();
        return null;
    }

    /// <summary>Sets the clock so far from the right time.</summary>
    public void Step(TimeSpan off)
    {
        using var file = new FileStream(Offset, FileMode.OpenOrCreate);
        file.Write(BitConverter.GetBytes(Micros.Of(off)));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<bool> CompilesAsync()
    {
        try
        {
            await using var compiler = ChildProcess.Start("cc", ["-shared", "-fPIC", "-O1", "-o", Library, Path.Combine(AppContext.BaseDirectory, "clock.c")]);
            return await compiler.Exited == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
