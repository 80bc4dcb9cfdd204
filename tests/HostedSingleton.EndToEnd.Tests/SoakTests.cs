using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>A short soak on a server of its own; the long one is a program.</summary>
public class SoakTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Memory_threads_handles_and_keys_return_to_what_they_were_when_nodes_and_meshes_have_come_and_gone()
    {
        await using var soak = ChildProcess.Start("dotnet", [Programs.Soak, "--seconds=12"]);

        var code = await soak.Exited.Within(Limit, "the end of the soak");
        soak.WaitForLastLine(Limit);

        output.WriteLine(soak.Tail);
        Assert.True(code == 0, soak.Tail);
    }
}
