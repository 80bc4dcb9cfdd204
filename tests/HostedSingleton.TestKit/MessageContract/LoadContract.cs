namespace HostedSingleton.TestKit;

/// <summary>Many messages to one name that stays.</summary>
public abstract class LoadContract : MessageContract
{
    private const int Senders = 4;

    [Fact]
    public async Task Messages_of_four_nodes_to_one_name_all_arrive_once_and_in_order_per_sender()
    {
        var count = Rounds.Or(0) is > 0 and var rounds ? Math.Max(1_000, 1_000 * rounds) : 10_000;
        var owner = await StartAsync("owner", new GlobalMessagingOptions { SendTimeout = TimeSpan.FromMinutes(2) }.Declare<Greeting>());
        using var mailbox = await owner.OwnAsync(Name, count);
        var senders = new List<MessageNode>();
        for (var i = 0; i < Senders; i++)
        {
            senders.Add(await StartAsync($"s{i}", new GlobalMessagingOptions { SendTimeout = TimeSpan.FromMinutes(2) }));
            await senders[i].SeesAsync(Name, owner);
        }

        var start = TimeProvider.System.GetTimestamp();
        var handling = CountAsync(mailbox, count);
        await Task.WhenAll(senders.Select(s => SendAllAsync(s, count / Senders))).Within(TimeSpan.FromMinutes(4), "all messages to be taken");
        await handling.Within(Limit, "all messages to be handled");
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} messages from {Senders} nodes in {seconds:0.00} s: {count / seconds:0} a second, all once and in order.");
        Assert.Equal((count, 0), (owner.Messenger.Counts.Taken, mailbox.Count));
    }

    private static async Task CountAsync(GlobalMailbox mailbox, int count)
    {
        var next = new Dictionary<string, int>();
        await foreach (var message in mailbox.ReadAllAsync())
        {
            var (from, number) = (Greeting)message.Body;
            Assert.Equal(next.GetValueOrDefault(from), number);
            next[from] = number + 1;
            if (--count == 0)
            {
                return;
            }
        }
    }

    private static async Task SendAllAsync(MessageNode node, int count)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(1000))
        {
            await Task.WhenAll(some.Select(i => node.Messenger.SendAsync(Name, new Greeting(node.Id.Name, i))));
        }
    }
}
