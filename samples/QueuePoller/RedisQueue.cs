using StackExchange.Redis;

namespace QueuePoller;

/// <summary>A list on Redis in the place of a third party's queue: <c>redis-cli rpush queuepoller:queue "order 1"</c>.</summary>
internal sealed class RedisQueue(IConnectionMultiplexer redis, TimeProvider time) : IThirdPartyQueue
{
    public const string Key = "queuepoller:queue";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public async Task<string> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = await redis.GetDatabase().ListGetByIndexAsync(Key, 0);
            if (first.HasValue)
            {
                return first.ToString();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public Task DeleteAsync(string message) => redis.GetDatabase().ListRemoveAsync(Key, message, 1);
}
