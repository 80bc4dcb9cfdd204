using HostedSingleton.Mesh;
using HostedSingleton.Registry;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Support;

/// <summary>A feed with the replica and the members that follow it, as a node has them.</summary>
internal sealed class FeedFollower(int sinceLimit = 1000, int pageLimit = 1000)
{
    public ReplicaFeed Feed { get; } = new(sinceLimit, pageLimit);

    public NameReplica Names { get; } = new();

    public MembershipView Members { get; } = new();

    /// <summary>What it waits for an answer to.</summary>
    public StoreCommand? Asked { get; private set; }

    /// <summary>Does something with the feed, and applies what comes of it.</summary>
    public StoreCommand? Do(Func<ReplicaFeed, StoreCommand?> step)
    {
        var command = step(Feed);
        Members.Apply([.. Feed.Changes.OfType<NodeRecord>()], Feed.IsReset, _ => { });
        NameRecord[] names = [.. Feed.Changes.OfType<NameRecord>()];
        if (Feed.IsReset)
        {
            Names.Reset(names);
        }

        foreach (var name in names)
        {
            Names.Apply(name);
        }

        Asked = command ?? Asked;
        return command;
    }

    /// <summary>Answers all it asks until it asks no more.</summary>
    public void Serve(FeedStore store)
    {
        while (Asked is { } command)
        {
            Asked = null;
            Do(feed => feed.Replied(command, store.Answer(command)));
        }
    }

    /// <summary>Takes the command that waits for an answer, to answer it later.</summary>
    public StoreCommand TakeAsked()
    {
        var command = Asked!;
        Asked = null;
        return command;
    }

    public void AssertEquals(FeedStore store, string when)
    {
        var expected = store.Names.Select(n => $"{n.Name}={n.Owner}").Order(StringComparer.Ordinal);
        var actual = Names.All.Where(n => !n.IsEmpty).Select(n => $"{n.Name}={n.Owner}").Order(StringComparer.Ordinal);
        Assert.True(expected.SequenceEqual(actual), $"{when}: the store has {string.Join(", ", expected)}; the replica has {string.Join(", ", actual)}");
        Assert.True(store.Up.ToHashSet().SetEquals(Members.Nodes), $"{when}: up are {string.Join(", ", store.Up)}; the view has {string.Join(", ", Members.Nodes)}");
    }
}
