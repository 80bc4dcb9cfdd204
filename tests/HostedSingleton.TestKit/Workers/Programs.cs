namespace HostedSingleton.TestKit;

/// <summary>Where the programs that the tests start have been built.</summary>
public static class Programs
{
    /// <summary>The sample that tells its life in JSON lines.</summary>
    public static string Worker => Built("samples", "Worker");

    /// <summary>The sample that plays one clash through.</summary>
    public static string NameClash => Built("samples", "NameClash");

    /// <summary>The sample to try names in, by hand or by a script.</summary>
    public static string GlobalShell => Built("samples", "GlobalShell");

    /// <summary>The sample of one poller for a whole application.</summary>
    public static string QueuePoller => Built("samples", "QueuePoller");

    /// <summary>A worker with something wrong about it.</summary>
    public static string OddWorker => Built("tests", "HostedSingleton.OddWorker");

    /// <summary>The churn after which all must be as it was.</summary>
    public static string Soak => Built("tests", "HostedSingleton.Soak");

    private static string Built(string folder, string project)
    {
        // …/tests/project/bin/Release/net10.0/
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = framework.Parent!;
        var root = configuration.Parent!.Parent!.Parent!.Parent!;
        var dll = Path.Combine(root.FullName, folder, project, "bin", configuration.Name, framework.Name, $"{project}.dll");
        return File.Exists(dll) ? dll : throw new FileNotFoundException($"{dll} has not been built; build {folder}/{project} in {configuration.Name}.");
    }
}
