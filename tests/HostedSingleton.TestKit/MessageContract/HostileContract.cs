using System.Text;
using HostedSingleton.Diagnostics;
using HostedSingleton.Messaging;

namespace HostedSingleton.TestKit;

/// <summary>What anybody may write to a node's inbox: it is dropped, counted and logged once a kind, and messages go on.</summary>
public abstract class HostileContract : MessageContract
{
    private const int Times = 3;

    [Theory]
    [InlineData("TooLarge")]
    [InlineData("NotJson")]
    [InlineData("TooDeep")]
    [InlineData("Malformed")]
    [InlineData("WrongMesh")]
    [InlineData("Forged")]
    [InlineData("Stranger")]
    [InlineData("UnknownContract")]
    [InlineData("WrongBody")]
    public async Task What_is_no_envelope_for_this_node_is_dropped_counted_and_logged_once(string kind)
    {
        var fault = Enum.Parse<EnvelopeFault>(kind);
        var (owner, mailbox, sender) = await PairAsync();
        for (var i = 1; i <= Times; i++)
        {
            await PublishAsync(Mesh, owner.Id, Bytes(fault, mailbox.Registration, sender.Id, i));
        }

        await sender.Messenger.SendAsync(Name, "hello").Within(Limit, "a message to be taken after all that");
        using var reading = new CancellationTokenSource();
        await foreach (var message in mailbox.ReadAllAsync(reading.Token))
        {
            Assert.Equal("hello", message.Body);
            break;
        }

        Assert.Equal(Times, owner.Messenger.Counts.Dropped(fault));
        Assert.Single(owner.Log.Of(EventIds.MessageDropped));
    }

    [Fact]
    public async Task Every_short_text_and_every_cut_or_changed_envelope_is_survived()
    {
        var (owner, mailbox, sender) = await PairAsync();
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}.");
        var (random, good) = (new Random(seed), Write(Message(mailbox.Registration, sender.Id, 1)));
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = random.Next(3) == 0 ? good[..random.Next(good.Length)] : [.. good];
            for (var changes = random.Next(4); bytes.Length > 0 && changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            await PublishAsync(Mesh, owner.Id, bytes);
        }

        await sender.Messenger.SendAsync(Name, "hello").Within(Limit, "a message to be taken after all that");
        Assert.Equal("hello", (await LastAsync(mailbox)).Body);
        Assert.InRange(owner.Log.Of(EventIds.MessageDropped).Count(), 1, Enum.GetValues<EnvelopeFault>().Length);
    }

    private static async Task<GlobalMessage> LastAsync(GlobalMailbox mailbox)
    {
        while (true)
        {
            if (await NextAsync(mailbox) is { Body: "hello" } message)
            {
                return message;
            }
        }
    }

    private byte[] Bytes(EnvelopeFault fault, GlobalRegistration owner, NodeId sender, int number) => fault switch
    {
        EnvelopeFault.TooLarge => new byte[100_000],
        EnvelopeFault.NotJson => Encoding.UTF8.GetBytes("hello, inbox"),
        EnvelopeFault.TooDeep => Write(Message(owner, sender, number) with { Body = Encoding.UTF8.GetBytes(new string('[', 500) + new string(']', 500)) }),
        EnvelopeFault.Malformed => Encoding.UTF8.GetBytes($$"""{"v":1,"mesh":"{{Mesh}}","from":"{{sender}}","seq":"first"}"""),
        EnvelopeFault.WrongMesh => new EnvelopeWriter("other").Write(Message(owner, sender, number)).ToArray(),
        EnvelopeFault.Forged => Write(Message(owner, owner.Node, number)),
        EnvelopeFault.Stranger => Write(Message(owner, new NodeId("nobody", 7), number)),
        EnvelopeFault.UnknownContract => Write(Message(owner, sender, number) with { Contract = "System.Diagnostics.Process" }),
        _ => Write(Message(owner, sender, number) with { Body = Encoding.UTF8.GetBytes("[1,2]") }),
    };

    private byte[] Write(Envelope envelope) => new EnvelopeWriter(Mesh).Write(envelope).ToArray();

    private static Envelope.Message Message(GlobalRegistration owner, NodeId from, int number) =>
        new(from, owner.Name, owner.Id.Number, owner.FencingToken, 1_000_000 + number, 1, 1, "text", Encoding.UTF8.GetBytes("\"forged\""));
}
