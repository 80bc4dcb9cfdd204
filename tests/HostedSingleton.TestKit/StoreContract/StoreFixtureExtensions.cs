using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

internal static class StoreFixtureExtensions
{
    /// <summary>Runs a command that must get this kind of answer.</summary>
    public static async Task<T> ExecuteAsync<T>(this IStoreFixture store, StoreCommand command)
        where T : StoreReply
    {
        var reply = await store.ExecuteAsync(command);
        return reply as T ?? throw new InvalidOperationException($"Expected a {typeof(T).Name}, but the store answered {reply} to {command}.");
    }
}
