using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using HostedSingleton.Store;
using HostedSingleton.TestKit;
using Microsoft.FSharp.Core;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>
/// Redis and the reference in memory answer, publish and keep the same, whatever happens to them. HOSTEDSINGLETON_ROUNDS says how many histories;
/// HOSTEDSINGLETON_SEED repeats a run, HOSTEDSINGLETON_SCRIPT one history.
/// </summary>
public sealed class SideBySideTests(RedisFixture redis)
{
    private const int Steps = 100;
    private const int Histories = 100;
    private const int Workers = 2;

    private readonly ConcurrentDictionary<string, bool> _reached = new();

    [Fact]
    public async Task Redis_and_the_memory_store_agree_on_random_histories()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var database = connection.GetDatabase();
        if (Environment.GetEnvironmentVariable("HOSTEDSINGLETON_SCRIPT") is { Length: > 0 } script)
        {
            Run(database, SideScript.Parse(script));
            return;
        }

        var seed = Environment.GetEnvironmentVariable("HOSTEDSINGLETON_SEED") is { Length: > 0 } text ? ulong.Parse(text) : (ulong)Random.Shared.NextInt64();
        var histories = Math.Max(Histories, Rounds.Or(Histories));
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(i => Task.Run(() => Check(database, seed + (ulong)i, histories / Workers))));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{histories} histories of {Steps} commands agree; seed {seed}; {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F0} s.");

        // A comparison proves something only of what has happened in it.
        Assert.Subset(_reached.Keys.ToHashSet(), new HashSet<string>([.. Enum.GetNames<VerdictKind>(), .. Enum.GetNames<ConflictReason>(), .. Enum.GetNames<NodeDownReason>().Except([nameof(NodeDownReason.Replaced)]), .. Replies()]));
    }

    [Fact]
    public void A_history_that_fails_is_shrunk_to_the_steps_that_matter()
    {
        var history = new SideScript(1, [.. Enumerable.Range(1, Steps)]);
        static bool Fails(SideScript script) => script.Steps.Contains(17) && script.Steps.Contains(60);
        while (history.Shorter().FirstOrDefault(Fails) is { } shorter)
        {
            history = shorter;
        }

        Assert.Equal([17, 60], history.Steps);
        Assert.Equal("1:17,60", $"{SideScript.Parse($"{history}")}");
    }

    private static IEnumerable<string> Replies() => typeof(StoreReply).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(StoreReply)) && type != typeof(UnknownReply) && type != typeof(RefusedReply) && type != typeof(LookReply)).Select(type => type.Name);

    /// <summary>Lets FsCheck draw histories, and shrink the first that fails.</summary>
    private void Check(IDatabase database, ulong seed, int histories)
    {
        var number = Gen.Choose(0, int.MaxValue - 1);
        var scripts = Arb.From(number.SelectMany(mesh => number.ArrayOf(Steps).Select(steps => new SideScript(mesh, steps))), script => script.Shorter());
        (SideScript Script, Exception Fault)? failed = null;
        bool Agree(SideScript script)
        {
            try
            {
                Run(database, script);
                return true;
            }
            catch (InvalidOperationException fault)
            {
                failed = (script, fault);
                return false;
            }
        }

        var config = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(histories)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        try
        {
            FsCheck.Check.One(config, Prop.ForAll(scripts, Agree));
        }
        catch (Exception e) when (failed is { } shrunk)
        {
            throw new InvalidOperationException(
                $"Seed {seed}, shrunk to {shrunk.Script.Steps.Length} of {Steps} steps; HOSTEDSINGLETON_SCRIPT={shrunk.Script} shows it again:\n{shrunk.Fault.Message}", e);
        }
    }

    private void Run(IDatabase database, SideScript script)
    {
        var pair = new SideBySide(database, script.Mesh);
        try
        {
            for (var i = 0; i < script.Steps.Length; i++)
            {
                pair.Step(i + 1, script.Steps[i]);
            }

            pair.CompareState();
            pair.ComparePublished();
            foreach (var what in pair.Reached)
            {
                _reached[what] = true;
            }
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{pair.Script}\n{e.Message}", e);
        }
        finally
        {
            pair.CleanUp();
        }
    }
}
