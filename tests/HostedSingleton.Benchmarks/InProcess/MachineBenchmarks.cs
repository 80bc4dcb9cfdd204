using BenchmarkDotNet.Attributes;
using HostedSingleton.Hosting;
using HostedSingleton.Mesh;
using HostedSingleton.Registry;
using HostedSingleton.Store;

namespace HostedSingleton.Benchmarks;

/// <summary>One step of each machine.</summary>
[MemoryDiagnoser]
public class MachineBenchmarks
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);
    private static readonly NodeId Node = new("bench", 1);

    private static readonly NodeSettings Settings = new()
    {
        Mesh = "bench", Node = Node, Lease = 10 * Beat, Beat = Beat, Grace = 1.5 * Beat, Margin = 2 * Beat, Store = new StoreTiming(Beat, Beat, Beat), ResolverTimeout = Beat,
    };

    private readonly MeshMachine _mesh = new(Settings, new Random(1));
    private readonly RegistryMachine _registry = new(new Standing(), Beat);
    private readonly ServicePolicy _policy = new(WhenTaken.Standby, WhenConflicted.Standby, WhenFaulted.FollowHost, WhenCompleted.Keep);
    private TimeSpan _now;
    private long _version;

    /// <summary>Makes all of them members of a mesh.</summary>
    [GlobalSetup]
    public void Join()
    {
        _mesh.Step(new MeshInput.ConnectAsked(), _now);
        _mesh.Step(new MeshInput.Replied(new JoinCommand(Node, 1) { Lease = Beat, Grace = Beat, LongestLease = Beat }, _now, new JoinedReply(1, 0, false, Beat, [], [])), _now);
    }

    /// <summary>A beat is due, and answered.</summary>
    [Benchmark]
    public int MeshBeat()
    {
        _now += Beat;
        var sent = _mesh.Step(new MeshInput.Ticked(), _now).Count;
        return sent + _mesh.Step(new MeshInput.Replied(new BeatCommand(Node, 1), _now, new BeatReply(0, false, false)), _now).Count;
    }

    /// <summary>A name is asked for, granted, let go and forgotten.</summary>
    [Benchmark]
    public int RegistryLife()
    {
        var claim = _registry.Claim("name", ClaimMode.Wait, ClaimSpec.Default, Beat);
        _registry.Replied((NodeCommand)claim.Asked!, claim, new VerdictReply(new ClaimVerdict(claim.Name, claim.Number, VerdictKind.Owned) { Version = ++_version, Token = new FencingToken(_version) }), _now);
        _registry.Release(claim);
        _registry.Replied((NodeCommand)claim.Asked!, claim, new DoneReply(true), _now);
        var did = _registry.Effects.Count;
        _registry.Effects.Clear();
        _registry.Flush();
        return did;
    }

    /// <summary>A service starts, stands by and is stopped.</summary>
    [Benchmark]
    public int ServiceLife()
    {
        var machine = new ServiceMachine(_policy);
        return machine.Step(new ServiceInput.Start()).Count + machine.Step(new ServiceInput.Queued(1, null)).Count + machine.Step(new ServiceInput.StopAsked()).Count;
    }

    private sealed class Standing : IMeshStanding
    {
        public NodeId Node => MachineBenchmarks.Node;

        public long Session => 1;

        public bool MaySend => true;

        public bool IsWithinDeadline => true;

        public bool IsCutOff => false;

        public bool AllowsIslands => false;

        public long WallClock => 0;
    }
}
