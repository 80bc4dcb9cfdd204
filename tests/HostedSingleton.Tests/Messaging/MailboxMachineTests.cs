using HostedSingleton.Messaging;

namespace HostedSingleton.Tests.Messaging;

/// <summary>A mailbox as a table: <c>a</c> offers the letter a, <c>&lt;</c> takes one, <c>!</c> closes.</summary>
public class MailboxMachineTests
{
    [Theory]
    [InlineData(WhenMailboxFull.Refuse, "ab<<<", "+ + a b -")]
    [InlineData(WhenMailboxFull.Refuse, "abc<c<<", "+ + Full a + b c")]
    [InlineData(WhenMailboxFull.DropOldest, "abc<<<", "+ + +a b c -")]
    [InlineData(WhenMailboxFull.DropOldest, "abcd<<", "+ + +a +b c d")]
    [InlineData(WhenMailboxFull.Refuse, "ab!c<!", "+ + (ab) NoMailbox - ()")]
    public void A_mailbox_keeps_order_and_bound(WhenMailboxFull whenFull, string steps, string said)
    {
        var mailbox = new MailboxMachine<string>(2, whenFull);

        Assert.Equal(said, string.Join(' ', steps.Select(step => Say(mailbox, step))));
    }

    private static string Say(MailboxMachine<string> mailbox, char step) => step switch
    {
        '<' => mailbox.Take() ?? "-",
        '!' => $"({string.Concat(mailbox.Close())})",
        _ => mailbox.Offer($"{step}", out var dropped) is var answer && answer == MessageAnswer.Accepted ? $"+{dropped}" : $"{answer}",
    };
}
