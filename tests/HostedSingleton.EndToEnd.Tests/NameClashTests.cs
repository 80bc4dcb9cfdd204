using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>The sample that plays one clash through ends well only if all of it happened.</summary>
public class NameClashTests(RedisFixture redis)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public Task The_clash_is_played_through_in_memory() => PlaysThrough();

    [Fact]
    public async Task The_clash_is_played_through_on_Redis_and_a_second_time_on_the_same()
    {
        await PlaysThrough($"--Redis={redis.Configuration}");
        await PlaysThrough($"--Redis={redis.Configuration}");
    }

    private static async Task PlaysThrough(params string[] arguments)
    {
        await using var story = ChildProcess.Start("dotnet", [Programs.NameClash, .. arguments]);

        var code = await story.Exited.Within(Limit, "the end of the story");
        story.WaitForLastLine(Limit);

        Assert.True(code == 0, story.Tail);
    }
}
