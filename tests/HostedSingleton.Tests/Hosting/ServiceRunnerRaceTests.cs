using HostedSingleton.Hosting;
using HostedSingleton.Registry;
using HostedSingleton.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace HostedSingleton.Tests.Hosting;

/// <summary>Services on real threads, with a registry that grants and takes away at any moment.</summary>
public class ServiceRunnerRaceTests
{
    [Fact]
    public async Task No_race_runs_two_bodies_or_leaves_a_life_without_an_end()
    {
        var seed = Random.Shared.Next();
        for (var round = 0; round < Rounds.Or(5) * 10; round++)
        {
            var body = new RacingBody(new Random(seed + round));
            var runner = new ServiceRunner(Setup(new RacingRegistrar(seed + round)), body);
            runner.Start();
            await body.Started.Happens($"a body to start (seed {seed + round})");
            await Task.Delay(round % 7, TestContext.Current.CancellationToken);
            runner.Stop();
            await runner.Life.Happens($"the life to end (seed {seed + round})");

            Assert.True(body.Most == 1, $"{body.Most} bodies ran at once (seed {seed + round}).");
            Assert.Equal(0, body.Now);
        }
    }

    private static ServiceSetup Setup(RacingRegistrar registrar) => new()
    {
        Name = Owners.Name, Policy = new ServicePolicy(default, default, default, WhenCompleted.Standby), Registration = new GlobalRegistrationOptions(),
        HookTimeout = Soon.Limit, Margin = Soon.Limit, Registrar = registrar, Time = TimeProvider.System, Logger = NullLogger.Instance, StopHost = () => { },
    };

    /// <summary>Grants every claim, and takes it away again after a moment, from threads of its own.</summary>
    private sealed class RacingRegistrar(int seed) : IRegistrar
    {
        private int _claims;

        public IClaim Claim(GlobalName name, ClaimRequest request, IClaimListener listener)
        {
            var claim = new RacingClaim(listener, new Random(seed + (1000 * ++_claims)));
            claim.Grant();
            return claim;
        }
    }

    private sealed class RacingClaim(IClaimListener listener, Random random) : IClaim
    {
        private volatile bool _released;

        public void Grant() => new Thread(Live) { IsBackground = true }.Start();

        public Task ReleaseAsync()
        {
            _released = true;
            return Task.CompletedTask;
        }

        public void Complete() => throw new NotSupportedException();

        public void Requeue() => Grant();

        private void Live()
        {
            listener.OnQueued(random.Next(2) == 0 ? null : Owners.Other());
            Pause();
            listener.OnOwned(Owners.Registration());
            Pause();
            if (_released)
            {
                return;
            }

            switch (random.Next(4))
            {
                case 0: listener.OnIsolated(); break;
                case 1: listener.OnLost(Owners.Conflict(Resolvers.RandomExit)); break;
                default: listener.OnLost(Owners.Conflict()); break;
            }
        }

        private void Pause() => Thread.SpinWait(random.Next(20_000));
    }

    private sealed class RacingBody(Random random) : IServiceBody
    {
        public bool CanRunHere => true;

        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _now;

        public Task Started => _started.Task;

        public int Now => _now;

        public int Most { get; private set; }

        public async Task RunAsync(CancellationToken stoppingToken)
        {
            Most = Math.Max(Most, Interlocked.Increment(ref _now));
            _started.TrySetResult();
            await Task.Delay(random.Next(5) == 0 ? 0 : Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Yield();
            Interlocked.Decrement(ref _now);
        }

        public Task OnNameTakenAsync(GlobalOwner owner, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task OnStandbyAsync(CancellationToken cancellationToken) => Task.Delay(random.Next(2), cancellationToken);

        public Task OnRegisteredAsync(CancellationToken cancellationToken) => Task.Delay(random.Next(2), cancellationToken);

        public Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken) => Task.Delay(random.Next(2), cancellationToken);
    }
}
