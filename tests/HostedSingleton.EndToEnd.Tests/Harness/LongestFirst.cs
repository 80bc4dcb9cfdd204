using Xunit.Sdk;
using Xunit.v3;

namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>Begins with the classes that take longest, so that none of them is left to run alone at the end.</summary>
internal sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(OddWorkerTests), nameof(SoakTests), nameof(FaultTests), nameof(OutageTests), nameof(SetBackTests), nameof(OwnerDiesInOutageTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(PlaceOf)];

    private static int PlaceOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
