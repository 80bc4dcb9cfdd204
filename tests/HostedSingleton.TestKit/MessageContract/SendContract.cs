using System.Diagnostics;
using HostedSingleton.Messaging;

namespace HostedSingleton.TestKit;

/// <summary>One message: that it arrives, or that its sender learns why not.</summary>
public abstract class SendContract : MessageContract
{
    [Fact]
    public async Task A_message_reaches_the_owner_on_another_node()
    {
        var (_, mailbox, sender) = await PairAsync();

        await sender.Messenger.SendAsync(Name, "hello").Within(Limit, "the message to be taken");

        var message = await NextAsync(mailbox);
        Assert.Equal(("hello", "text", sender.Id, false), ((string)message.Body, message.Contract, message.From, message.IsCall));
        Assert.Equal(mailbox.Registration.FencingToken, message.Token);
    }

    [Fact]
    public async Task A_message_to_a_name_of_this_node_goes_through_its_mailbox()
    {
        var (owner, mailbox, _) = await PairAsync();

        await owner.Messenger.SendAsync(Name, "hello").Within(Limit, "the message to be taken");

        Assert.Equal(1, mailbox.Count);
        Assert.Equal("hello", (await NextAsync(mailbox)).Body);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_an_error_that_names_it()
    {
        var (_, _, sender) = await PairAsync();

        var error = await Assert.ThrowsAsync<GlobalNameNotRegisteredException>(() => sender.Messenger.SendAsync("nobody", "hello"));

        Assert.Equal("nobody", error.Name.Value);
        Assert.Contains("'nobody'", error.Message, StringComparison.Ordinal);
        Assert.False(error.MayBeHandled);
    }

    [Fact]
    public async Task A_mailbox_is_opened_on_the_node_that_holds_the_name_and_once()
    {
        var (owner, mailbox, sender) = await PairAsync();

        var elsewhere = Assert.Throws<ArgumentException>(() => sender.Messenger.OpenMailbox(mailbox.Registration));
        Assert.Contains($"{sender.Id}", elsewhere.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => owner.Messenger.OpenMailbox(mailbox.Registration));
    }

    [Fact]
    public async Task A_mailbox_closes_when_its_owner_lets_the_name_go_and_callers_are_told()
    {
        var (owner, mailbox, sender) = await PairAsync();
        var call = sender.Messenger.CallAsync<int>(Name, new Greeting("me", 7));
        await Eventually.Holds(() => mailbox.Count == 1, Limit, "the call to be taken");

        await mailbox.Registration.DisposeAsync();

        Assert.Null(await mailbox.NextAsync(CancellationToken.None).AsTask().Within(Limit, "the end of the mailbox"));
        await Assert.ThrowsAsync<GlobalOwnerGoneException>(() => call.Within(Limit, "the caller to be told"));
        var late = owner.Messenger.OpenMailbox(mailbox.Registration);
        Assert.Null(await late.NextAsync(CancellationToken.None).AsTask().Within(Limit, "the end of one that comes too late"));
    }

    [Fact]
    public async Task Messages_that_are_sent_without_waiting_arrive_once_and_in_order()
    {
        var (_, mailbox, sender) = await PairAsync();

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => sender.Messenger.SendAsync(Name, $"{i}"))).Within(Limit, "all messages to be taken");

        Assert.Equal(1000, mailbox.Count);
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal($"{i}", (await NextAsync(mailbox)).Body);
        }
    }

    [Fact]
    public async Task A_call_is_replied_to()
    {
        var (_, mailbox, sender) = await PairAsync();

        var call = sender.Messenger.CallAsync<int>(Name, new Greeting("me", 7));
        var message = await NextAsync(mailbox);
        Assert.True(message.IsCall);
        message.Reply(((Greeting)message.Body).Number + 1);

        Assert.Equal(8, await call.Within(Limit, "the reply"));
    }

    [Fact]
    public async Task A_call_from_the_owners_own_node_is_replied_to()
    {
        var (owner, mailbox, _) = await PairAsync();

        var call = owner.Messenger.CallAsync<string>(Name, "ping");
        (await NextAsync(mailbox)).Reply("pong");

        Assert.Equal("pong", await call.Within(Limit, "the reply"));
    }

    [Fact]
    public async Task A_call_that_is_not_replied_to_ends_with_its_own_time_and_may_have_been_handled()
    {
        var (_, mailbox, sender) = await PairAsync();

        var error = await Assert.ThrowsAsync<GlobalMessageTimeoutException>(() => sender.Messenger.CallAsync<int>(Name, "ping", TimeSpan.FromSeconds(0.7)));

        Assert.Equal((TimeSpan.FromSeconds(0.7), true), (error.Timeout, error.MayBeHandled));
        Assert.Equal(1, mailbox.Count);
    }

    [Fact]
    public async Task A_reply_that_is_something_else_is_an_error_of_the_call()
    {
        var (_, mailbox, sender) = await PairAsync();

        var call = sender.Messenger.CallAsync<int>(Name, "ping");
        (await NextAsync(mailbox)).Reply("seven");

        await Assert.ThrowsAsync<GlobalCallFailedException>(() => call);
    }

    [Fact]
    public async Task A_full_mailbox_refuses_and_the_sender_learns_it()
    {
        var (_, mailbox, sender) = await PairAsync(capacity: 2);
        var sends = Enumerable.Range(0, 3).Select(i => sender.Messenger.SendAsync(Name, $"{i}")).ToList();

        var error = await Assert.ThrowsAsync<GlobalMessageRefusedException>(() => sends[2]);
        await Task.WhenAll(sends[..2]);

        Assert.Equal((GlobalMessageRefusal.MailboxFull, false, 2), (error.Reason, error.MayBeHandled, mailbox.Count));
        await NextAsync(mailbox);
        await sender.Messenger.SendAsync(Name, "more").Within(Limit, "a message to be taken when there is room again");
    }

    [Fact]
    public async Task A_mailbox_that_drops_the_oldest_keeps_the_newest_and_tells_the_caller()
    {
        var (owner, mailbox, sender) = await PairAsync(capacity: 1, WhenMailboxFull.DropOldest);
        var call = sender.Messenger.CallAsync<int>(Name, "first");
        await sender.Messenger.SendAsync(Name, "second");

        var error = await Assert.ThrowsAsync<GlobalCallFailedException>(() => call);

        Assert.Contains("make room", error.Message, StringComparison.Ordinal);
        Assert.Equal("second", (await NextAsync(mailbox)).Body);
        Assert.Equal(1, owner.Messenger.Counts.Lost);
    }

    [Fact]
    public async Task An_owner_without_a_mailbox_refuses()
    {
        var (owner, mailbox, sender) = await PairAsync();
        mailbox.Dispose();

        var error = await Assert.ThrowsAsync<GlobalMessageRefusedException>(() => sender.Messenger.SendAsync(Name, "hello"));

        Assert.Equal(GlobalMessageRefusal.NoMailbox, error.Reason);
        Assert.Equal(0, owner.Messenger.Counts.Taken);
    }

    [Fact]
    public async Task The_size_is_counted_in_bytes_of_its_JSON_and_a_larger_one_is_not_sent()
    {
        var (_, mailbox, sender) = await PairAsync();
        await sender.Messenger.SendAsync(Name, new string('x', (64 * 1024) - 2));

        var error = await Assert.ThrowsAsync<GlobalMessageTooLargeException>(() => sender.Messenger.SendAsync(Name, new string('x', (64 * 1024) - 1)));
        await Assert.ThrowsAsync<GlobalMessageTooLargeException>(() => sender.Messenger.SendAsync(Name, new string('é', 40_000)));

        Assert.Equal(((64 * 1024) + 1, 64 * 1024, 1), (error.Bytes, error.Limit, mailbox.Count));
    }

    [Fact]
    public async Task A_type_without_a_contract_is_an_error_that_says_how_to_give_it_one()
    {
        var (_, _, sender) = await PairAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => sender.Messenger.SendAsync(Name, new Version(1, 2)));

        Assert.Contains("GlobalMessage", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contract_that_the_owner_has_not_declared_is_refused()
    {
        var (owner, _, _) = await PairAsync();
        var stranger = await StartAsync("other", new GlobalMessagingOptions().Declare<Version>("version"));
        await stranger.SeesAsync(Name, owner);

        var error = await Assert.ThrowsAsync<GlobalMessageRefusedException>(() => stranger.Messenger.SendAsync(Name, new Version(1, 2)));

        Assert.Equal((GlobalMessageRefusal.UnknownContract, 1), (error.Reason, owner.Messenger.Counts.Dropped(EnvelopeFault.UnknownContract)));
        await stranger.Messenger.SendAsync(Name, "what comes after it is taken").Within(Limit, "the next message to be taken");
    }

    [Fact]
    public async Task The_senders_trace_travels_with_the_message()
    {
        var (_, mailbox, sender) = await PairAsync();
        using var activity = new Activity("send").SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.TraceStateString = "vendor=1";

        await sender.Messenger.SendAsync(Name, "hello");

        var context = (await NextAsync(mailbox)).TraceContext;
        Assert.Equal((activity.TraceId, activity.SpanId, "vendor=1"), (context.TraceId, context.SpanId, context.TraceState));
    }
}
