using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace HostedSingleton.TestKit;

/// <summary>A name that moves, and an owner that goes.</summary>
public abstract class MoveContract : MessageContract
{
    [Fact]
    public async Task Messages_follow_the_name_when_it_moves()
    {
        var (_, mailbox, sender) = await PairAsync();
        var heir = await StartAsync("heir");
        await sender.Messenger.SendAsync(Name, "before");
        var waiting = heir.OwnAsync(Name);
        await mailbox.Registration.DisposeAsync();
        var next = await waiting;

        // The name may have been nobody's for a moment, which a sender is told.
        await sender.Registry.SyncAsync();
        await sender.Messenger.SendAsync(Name, "after").Within(Limit, "the message to be taken by the next owner");

        Assert.Equal("after", (await NextAsync(next)).Body);
    }

    [Fact]
    public async Task A_message_under_an_older_token_is_refused_and_sent_again_to_who_has_the_name()
    {
        var (owner, _, sender) = await PairAsync();
        var heir = await StartAsync("heir");
        var taken = await heir.Registry.ReregisterAsync(Name);
        using var next = heir.Messenger.OpenMailbox(taken);

        // Sent as soon as it can be, it may still be taken by the former owner, whose mailbox is about to be closed with what is in it.
        await sender.Messenger.SendAsync(Name, "hello").Within(Limit, "the message to be taken");

        Assert.Equal(1, owner.Messenger.Counts.Taken + heir.Messenger.Counts.Taken);
    }

    [Fact]
    public async Task A_call_to_an_owner_that_loses_the_name_ends_with_it()
    {
        var (owner, mailbox, sender) = await PairAsync();
        var call = sender.Messenger.CallAsync<int>(Name, "ping");
        await Eventually.Holds(() => mailbox.Count == 1, Limit, "the call to be taken");

        await sender.Registry.UnregisterAsync(Name);

        var error = await Assert.ThrowsAsync<GlobalOwnerGoneException>(() => call);
        Assert.Equal((owner.Id, true, 1), (error.Node, error.MayBeHandled, owner.Messenger.Counts.Lost));
    }

    [Fact]
    public async Task A_call_to_a_node_that_leaves_ends_with_it()
    {
        var (owner, mailbox, sender) = await PairAsync();
        var call = sender.Messenger.CallAsync<int>(Name, "ping");
        await Eventually.Holds(() => mailbox.Count == 1, Limit, "the call to be taken");

        await owner.LeaveAsync();

        Assert.Equal(owner.Id, (await Assert.ThrowsAsync<GlobalOwnerGoneException>(() => call)).Node);
    }

    [Fact]
    public async Task A_node_that_has_left_sends_nothing_more()
    {
        var (_, _, sender) = await PairAsync();

        sender.Messenger.Dispose();

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => sender.Messenger.SendAsync(Name, "hello").Within(Limit, "an error"));
    }

    /// <summary>The name moves from owner to owner while four nodes send: no message is handled twice, and none goes without an error that was not handled or lost with a mailbox.</summary>
    [Fact]
    public async Task On_handovers_under_load_each_message_is_handled_once_or_its_sender_has_an_error_or_it_was_in_the_dying_mailbox()
    {
        var count = Rounds.Or(0) is > 0 and var rounds ? Math.Max(1_000, 1_000 * rounds) : 10_000;
        var handled = new ConcurrentDictionary<string, int>();
        var (first, second) = (await StartAsync("first"), await StartAsync("second"));
        var senders = new List<MessageNode> { await StartAsync("s1"), await StartAsync("s2"), await StartAsync("s3"), await StartAsync("s4") };
        using var stop = new CancellationTokenSource();
        var turns = new StrongBox<int>();
        var owners = new[] { first, second }.Select(node => OwnInTurnsAsync(node, handled, turns, stop.Token)).ToList();
        await Eventually.Holds(() => senders.TrueForAll(s => s.Registry.WhereIs(Name) is not null), Limit, "an owner");

        var ends = await Task.WhenAll(senders.Select(s => SendAllAsync(s, count / senders.Count, () => Volatile.Read(ref turns.Value) > 1))).Within(TimeSpan.FromMinutes(4), "all messages to end");
        await stop.CancelAsync();
        await Task.WhenAll(owners).Within(Limit, "the owners to end");

        var (sent, accepted, surely, perhaps) = (ends.Sum(e => e.Sent), ends.Sum(e => e.Accepted), ends.Sum(e => e.Refused), ends.Sum(e => e.Unknown));
        var lost = first.Messenger.Counts.Lost + second.Messenger.Counts.Lost;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{sent} messages over {turns.Value} owners: {handled.Count} handled, {lost} lost with a mailbox, {surely} refused, {perhaps} with an unknown end.");
        Assert.All(handled, message => Assert.Equal(1, message.Value));
        Assert.Equal(sent, accepted + surely + perhaps);
        Assert.InRange(handled.Count + lost, accepted, accepted + perhaps);
    }

    /// <summary>Owns the name for a hundred messages or so at a time, and lets it go with what lies in its mailbox.</summary>
    private static async Task OwnInTurnsAsync(MessageNode node, ConcurrentDictionary<string, int> handled, StrongBox<int> turns, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await using var registration = await node.Registry.RegisterAsync(Name, cancellationToken: stop);
                using var mailbox = node.Messenger.OpenMailbox(registration, 10_000);
                await HandleSomeAsync(mailbox, handled, stop);
                Interlocked.Increment(ref turns.Value);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task HandleSomeAsync(GlobalMailbox mailbox, ConcurrentDictionary<string, int> handled, CancellationToken stop)
    {
        var left = 100;
        await foreach (var message in mailbox.ReadAllAsync(stop))
        {
            var greeting = (Greeting)message.Body;
            handled.AddOrUpdate($"{greeting.From}/{greeting.Number}", 1, (_, times) => times + 1);
            if (--left == 0)
            {
                return;
            }
        }
    }

    /// <summary>Sends so many, and more until the name has moved.</summary>
    private static async Task<(int Sent, int Accepted, int Refused, int Unknown)> SendAllAsync(MessageNode node, int count, Func<bool> hasMoved)
    {
        var (sent, accepted, refused, unknown) = (0, 0, 0, 0);
        while (sent < count || !hasMoved())
        {
            await Task.WhenAll(Enumerable.Range(sent, 200).Select(SendAsync));
            sent += 200;
        }

        return (sent, accepted, refused, unknown);

        async Task SendAsync(int number)
        {
            try
            {
                await node.Messenger.SendAsync(Name, new Greeting(node.Id.Name, number));
                Interlocked.Increment(ref accepted);
            }
            catch (GlobalMessagingException error)
            {
                Interlocked.Increment(ref error.MayBeHandled ? ref unknown : ref refused);
            }
        }
    }
}
