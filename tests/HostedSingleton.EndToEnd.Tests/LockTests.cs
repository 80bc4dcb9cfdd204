using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>Locks that eight processes contend for: a thousand of them with <c>HOSTEDSINGLETON_ROUNDS=100</c>, few by default.</summary>
[Collection(nameof(Timing))]
public class LockTests(RedisFixture redis, ITestOutputHelper output) : EndToEndTest(output)
{
    private const int Contenders = LockContest.Contenders;

    /// <summary>What 99 of 100 hand-overs must not take longer than. A short run may share its machine with anything; the counts are made on one of their own.</summary>
    private static readonly TimeSpan HandOverLimit = TimeSpan.FromMilliseconds(Rounds.Or(0) >= 100 ? 10 : 250);

    private static readonly int Locks = Times(usual: 24, ofHundred: 1000) / Contenders * Contenders;

    private readonly WorkerSetup _setup = new() { Redis = RedisAddress.Parse(redis.Configuration) };

    [Fact]
    public async Task Locks_that_eight_processes_contend_for_are_granted_in_the_order_of_asking_and_none_is_lost()
    {
        await using var contest = await LockContest.StartAsync(_setup, Locks);
        var all = Enumerable.Range(0, Locks).ToArray();
        var firsts = await Task.WhenAll(all.Select(contest.TakeAsync)).Within(Cluster.Patience, "the referee's grants");
        for (var round = 0; round < Contenders; round++)
        {
            for (var process = 0; process < Contenders; process++)
            {
                contest.Tell(process, "ask", (round + process) % Contenders);
            }

            await contest.LinesOfAsync(round + 1, all);
        }

        var handOvers = new Figures("hand-over of a lock between processes");
        foreach (var i in all)
        {
            // The referee stands last in line, so that it sees the end of it.
            var last = contest.TakeAsync(i);
            await contest.LinesOfAsync(Contenders + 1, i);
            var released = TimeProvider.System.GetTimestamp();
            await firsts[i].DisposeAsync();
            var held = await last.Within(Cluster.Patience, $"the end of the line for {LockContest.ResourceOf(i)}");
            var granted = TimeProvider.System.GetTimestamp();
            await held.DisposeAsync();
            await contest.HeldAsync((i + 1) * Contenders);
            var holds = contest.Holds.Where(hold => hold.Lock == i).OrderBy(hold => hold.Token).ToArray();
            Assert.Equal(Enumerable.Range(0, Contenders).Select(round => $"p{(i + Contenders - round) % Contenders}"), holds.Select(hold => hold.Node));
            Assert.All(holds, hold => Assert.Equal("", hold.Fault));
            foreach (var (former, next) in holds.Select(hold => hold.Released).Prepend(released).Zip(holds.Select(hold => hold.Granted).Append(granted)))
            {
                Assert.True(next > former, $"{LockContest.ResourceOf(i)} had two holders: one was granted it at {next}, and the one before let it go at {former}.");
                handOvers.Add(TimeProvider.System.GetElapsedTime(former, next).TotalMilliseconds);
            }
        }

        Output.WriteLine($"{handOvers}; {Locks} locks, {Contenders} processes");
        Assert.True(handOvers.At(0.99) < HandOverLimit.TotalMilliseconds, $"{handOvers}");
    }

    [Fact]
    public async Task The_lock_of_a_killed_process_goes_on_when_its_lease_has_ended_and_none_goes_to_the_dead()
    {
        await using var contest = await LockContest.StartAsync(_setup, Contenders);
        var others = Enumerable.Range(1, Contenders - 1).ToArray();
        contest.Tell(0, "hold", 0);
        await contest.ToldAsync(1, "holds 0");
        var firsts = await Task.WhenAll(others.Select(contest.TakeAsync)).Within(Cluster.Patience, "the referee's grants");

        // The one that is going to die is first in line for all others.
        foreach (var i in others)
        {
            contest.Tell(0, "ask", i);
        }

        await contest.LinesOfAsync(1, others);
        for (var process = 1; process < Contenders; process++)
        {
            foreach (var i in others.Prepend(0))
            {
                contest.Tell(process, "ask", i);
            }
        }

        await contest.LinesOfAsync(Contenders, others);
        await contest.LinesOfAsync(Contenders - 1, 0);
        var killed = TimeProvider.System.GetTimestamp();
        await contest.KillAsync(0);
        await contest.HeldAsync(Contenders - 1);
        var first = contest.Holds.Where(hold => hold.Lock == 0).Min(hold => hold.Granted);
        var waited = TimeProvider.System.GetElapsedTime(killed, first);
        Output.WriteLine($"the lock of a killed process went on {waited.TotalSeconds:F2} s after its end; the lease is {_setup.Lease.TotalSeconds:F2} s");
        Assert.True(waited > _setup.Lease - _setup.Beat - _setup.Beat, $"The lock went on {waited} after its holder's end, before the lease of {_setup.Lease} can have ended.");

        await contest.LinesOfAsync(Contenders - 1, others);
        foreach (var held in firsts)
        {
            await held.DisposeAsync();
        }

        await contest.HeldAsync((Contenders - 1) * Contenders);
        Assert.All(contest.Holds, hold => Assert.Equal((true, ""), (hold.Node != "p0", hold.Fault)));
    }
}
