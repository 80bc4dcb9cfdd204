using System.Diagnostics;

namespace HostedSingleton.Mutations;

/// <summary>Applies each mutation to a copy of the sources, builds that, and lets a copy of its net look for the fault.</summary>
/// <param name="repository">The tree, with its tests built.</param>
/// <param name="work">An empty folder for the copies.</param>
/// <param name="seeds">How many seeds the simulation may take.</param>
internal sealed class MutationRun(string repository, string work, int seeds)
{
    private static readonly string[] Parts = ["Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", "README.md", "global.json", ".editorconfig", "src"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private const int QuietSeeds = 50;
    private const int TooLong = -1;

    /// <summary>Answers what was missed.</summary>
    public IReadOnlyList<Mutation> Run(IReadOnlyList<Mutation> mutations)
    {
        CopySources();
        foreach (var net in mutations.Select(m => m.Net).Distinct())
        {
            CopyNet(net);
        }

        // A net that sees faults where there are none, or that tests nothing, would catch each.
        foreach (var quiet in mutations.DistinctBy(m => (m.Net, m.Filter)))
        {
            if (Look(quiet, QuietSeeds) is { } falseAlarm)
            {
                throw new InvalidOperationException($"The net {quiet.Net} {quiet.Filter} finds a fault where none was put: {falseAlarm}");
            }
        }

        return [.. mutations.Where(m => !IsCaught(m))];
    }

    private bool IsCaught(Mutation mutation)
    {
        var file = mutation.FileBelow(Path.Combine(work, "src"));
        var text = File.ReadAllText(file);
        File.WriteAllText(file, text.Replace(mutation.Find, mutation.Instead, StringComparison.Ordinal));
        try
        {
            Build(mutation);
            var caught = Look(mutation, seeds);
            Console.WriteLine($"{(caught is null ? "MISSED" : "caught")}  {mutation.Claim}  [{mutation.Net}: {caught ?? "nothing"}]");
            return caught is not null;
        }
        finally
        {
            File.WriteAllText(file, text);
        }
    }

    private void Build(Mutation mutation)
    {
        var project = mutation.Net == Net.Redis ? "HostedSingleton.Redis" : "HostedSingleton";
        string[] arguments = ["build", $"src/{project}", "-c", "Release", "--nologo", "-v", "q", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:TreatWarningsAsErrors=false", "-p:MSBuildTreatWarningsAsErrors=false",
            "-p:RunAnalyzers=false", "-p:GenerateDocumentationFile=false"];
        var (code, output) = Start("dotnet", arguments);
        if (code != 0)
        {
            throw new InvalidOperationException($"The mutation '{mutation.Claim}' does not build:\n{output}");
        }

        var library = $"{project}.dll";
        File.Copy(Path.Combine(work, "src", project, "bin/Release/net10.0", library), Path.Combine(FolderOf(mutation.Net), library), overwrite: true);
    }

    /// <summary>What the net says of the fault; null if it sees none. A net that takes too long has seen nothing.</summary>
    /// <exception cref="InvalidOperationException">The net has failed without saying at what: it found no test, or did not start.</exception>
    private string? Look(Mutation mutation, int most)
    {
        var (code, output) = mutation.Net == Net.Simulation
            ? Start("dotnet", Path.Combine(FolderOf(mutation.Net), "HostedSingleton.Simulation.dll"), $"--seeds={most}", "--until-broken")
            : Start("dotnet", Path.Combine(FolderOf(mutation.Net), mutation.Net == Net.Tests ? "HostedSingleton.Tests.dll" : "HostedSingleton.Redis.Tests.dll"), "--no-progress", "--filter-class", mutation.Filter);
        var lines = output.Split('\n', StringSplitOptions.TrimEntries);
        return code is 0 or TooLong ? null
            : lines.FirstOrDefault(l => l.StartsWith("seed ", StringComparison.Ordinal) || l.StartsWith("failed ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"The net for '{mutation.Claim}' ended with exit code {code}:\n{output}");
    }

    private string FolderOf(Net net) => Path.Combine(work, net.ToString());

    private void CopyNet(Net net)
    {
        var project = net switch { Net.Simulation => "HostedSingleton.Simulation", Net.Tests => "HostedSingleton.Tests", _ => "HostedSingleton.Redis.Tests" };
        Copy(Path.Combine(repository, "tests", project, "bin/Release/net10.0"), FolderOf(net));
    }

    private void CopySources()
    {
        foreach (var part in Parts.Select(part => Path.Combine(repository, part)).Where(Path.Exists))
        {
            Copy(part, Path.Combine(work, Path.GetFileName(part)));
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in File.Exists(from) ? [from] : Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = file == from ? to : Path.Combine(to, Path.GetRelativePath(from, file));
            if (!Path.GetRelativePath(from, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target, overwrite: true);
            }
        }
    }

    /// <summary>Runs a program; one that does not end is killed.</summary>
    private (int Code, string Output) Start(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = work, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            return (TooLong, $"It did not end within {Limit}.");
        }

        return (process.ExitCode, output.Result);
    }
}
