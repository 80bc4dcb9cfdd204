namespace HostedSingleton.Tests.Support;

/// <summary>A test mesh whose generation has settled, so that locks are granted at once.</summary>
internal static class LockMesh
{
    public static async Task<TestMesh> StartAsync(params string[] nodes)
    {
        var mesh = new TestMesh();
        foreach (var node in nodes)
        {
            await mesh.StartAsync(node);
        }

        await mesh.SettleAsync();
        return mesh;
    }

    /// <summary>Waits for a grant.</summary>
    public static Task<GlobalLock> Held(this Task<GlobalLock> grant) => grant.Done("the grant of a lock");
}
