using HostedSingleton;
using Microsoft.Extensions.DependencyInjection;

namespace Documentation.Messages;

#region message-service
[GlobalMessage("order.placed")]
record OrderPlaced(string Order);

[GlobalMessage("orders.count")]
record CountOrders;

class Orders : GlobalBackgroundService
{
    readonly HashSet<string> _orders = [];

    public Orders()
    {
        Handle<OrderPlaced>((placed, cancellationToken) => Task.FromResult(_orders.Add(placed.Order)));
        Answer<CountOrders, int>((_, cancellationToken) => Task.FromResult(_orders.Count));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.Infinite, stoppingToken);
}
#endregion

internal static class Examples
{
    public static async Task<int> SendAsync(IGlobalMessenger messenger)
    {
        #region message-send
        // From any node. Ends when the message is in the owner's mailbox.
        await messenger.SendAsync("Orders", new OrderPlaced("4711"));

        // Waits for the reply.
        var count = await messenger.CallAsync<int>("Orders", new CountOrders());
        #endregion
        return count;
    }

    public static async Task ReadAsync(IGlobalRegistry registry, IGlobalMessenger messenger)
    {
        #region mailbox
        await using var registration = await registry.RegisterAsync("greeter");
        using var mailbox = messenger.OpenMailbox(registration);
        await foreach (var message in mailbox.ReadAllAsync()) // Ends when the name is lost.
            Console.WriteLine($"message received: {message.Body}");
        #endregion
    }

    public static void Declare(IServiceCollection services)
    {
        #region message-options
        services.AddHostedSingleton(o => o.Messages.Declare<OrderPlaced>().Declare<Uri>("link"));
        #endregion
    }
}
