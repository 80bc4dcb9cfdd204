using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests.Fixtures;

public class ChildProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Each_line_is_heard_and_the_exit_code_is_told()
    {
        var lines = new List<string>();
        await using var child = ChildProcess.Start("/bin/sh", ["-c", "echo one; echo two; echo three >&2; exit 3"], lines.Add);

        var code = await child.Exited.Within(Limit, "the end of the child");
        child.WaitForLastLine(Limit);

        Assert.Equal(3, code);
        Assert.Equal(["one", "two"], lines);
        Assert.Contains("three", child.Tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frozen_child_can_be_killed()
    {
        await using var child = ChildProcess.Start("/bin/sh", ["-c", "while :; do :; done"]);
        child.Send(Signal.Stop);

        await child.KillAsync().Within(Limit, "the end of the child");

        Assert.True(child.HasExited);
    }
}
