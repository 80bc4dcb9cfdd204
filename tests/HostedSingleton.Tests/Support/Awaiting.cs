using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Support;

/// <summary>Waits for what should come at once.</summary>
internal static class Awaiting
{
    /// <summary>Waits for a grant.</summary>
    public static Task<GlobalRegistration> Granted(this Task<GlobalRegistration> grant) => grant.Within(TestMesh.Patience, "the grant of a name");

    /// <summary>Waits for the end of a call.</summary>
    public static Task Done(this Task task, string awaited) => task.Within(TestMesh.Patience, awaited);

    /// <summary>Waits for the result of a call.</summary>
    public static Task<T> Done<T>(this Task<T> task, string awaited) => task.Within(TestMesh.Patience, awaited);

    /// <summary>Waits until a token has fired.</summary>
    public static async Task Fired(this CancellationToken token)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(fired.SetResult);
        await fired.Task.Done("a token to fire");
    }
}
