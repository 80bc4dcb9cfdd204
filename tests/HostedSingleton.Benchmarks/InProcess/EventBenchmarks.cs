using BenchmarkDotNet.Attributes;
using HostedSingleton.Redis;
using HostedSingleton.Registry;
using HostedSingleton.Store;

namespace HostedSingleton.Benchmarks;

/// <summary>An event as it arrives: read, and taken into the replica.</summary>
[MemoryDiagnoser]
public class EventBenchmarks
{
    private const string Message = "1795382847996024\nn 4711 [\"orders.relay\",[\"node-a#1795382847000000/12\",\"1795382847996024\",\"1795382847996000\",\"0\",{}],false,{},{}]";

    private readonly NameReplica _replica = new();
    private readonly NameRecord _record = (NameRecord)EventReader.Batch(Message).Events[0];

    /// <summary>A published message becomes a record.</summary>
    [Benchmark]
    public object Read() => EventReader.Batch(Message);

    /// <summary>A record comes into the replica.</summary>
    [Benchmark]
    public void Apply() => _replica.Apply(_record);

    /// <summary>A record is looked up.</summary>
    [Benchmark]
    public bool Find() => _replica.Find(_record.Name) is not null;
}
