namespace HostedSingleton.Tests.Messaging;

public class MessagingExceptionTests
{
    private static readonly NodeId Node = new("a", 1);

    [Fact]
    public void A_test_can_make_each_error_of_a_message_and_each_says_whether_it_may_be_handled()
    {
        GlobalMessagingException[] unhandled =
        [
            new GlobalNameNotRegisteredException("orders", Node),
            new GlobalMessageRefusedException("orders", "order.placed", GlobalMessageRefusal.MailboxFull),
            new GlobalMessageTooLargeException("orders", typeof(string), 11, 10),
            new GlobalMessageTimeoutException("orders", "reply", TimeSpan.FromSeconds(1), mayBeHandled: false),
        ];
        GlobalMessagingException[] perhaps =
        [
            new GlobalMessageTimeoutException("orders", "reply", TimeSpan.FromSeconds(1), mayBeHandled: true),
            new GlobalOwnerGoneException("orders", Node, "went"),
            new GlobalCallFailedException("orders", Node, "it threw", new InvalidOperationException("why")),
        ];

        Assert.All(unhandled, error => Assert.False(error.MayBeHandled));
        Assert.All(perhaps, error => Assert.True(error.MayBeHandled));
        Assert.All(unhandled.Concat(perhaps), error => Assert.Equal("orders", error.Name.Value));
        Assert.All(typeof(GlobalMessagingException).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(GlobalMessagingException))), type => Assert.Single(type.GetConstructors()));
    }
}
