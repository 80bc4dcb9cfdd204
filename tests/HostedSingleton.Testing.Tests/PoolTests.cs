namespace HostedSingleton.Testing.Tests;

/// <summary>They run alone: whose work it is that keeps the pool busy, nobody can see.</summary>
[Collection(nameof(Alone))]
public class PoolTests
{
    [Fact]
    public async Task What_a_body_does_on_the_pool_is_waited_for_while_time_stands_still()
    {
        var done = 0;
        await using var bed = await Beds.ScriptedAsync(async (time, stopping) =>
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, stopping).ConfigureAwait(false);
                await Task.Run(Work, stopping).ConfigureAwait(false);
                await Task.Yield();
                await Task.Run(() => Interlocked.Increment(ref done), stopping);
            }
        });

        // Code that runs for the first time is compiled first, where nobody can see whose it is.
        await bed.UntilAsync(() => done == 3, "the body to have gone round three times");
        for (var round = 4; round <= 20; round++)
        {
            await bed.AdvanceAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(round, done);
        }

        static void Work()
        {
            var began = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMilliseconds(2))
            {
                Thread.SpinWait(100);
            }
        }
    }
}
