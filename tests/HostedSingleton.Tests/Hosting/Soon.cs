using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Hosting;

/// <summary>The usual limit of a wait in these tests: long for a machine that is busy, never reached on one that is not.</summary>
internal static class Soon
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task Happens(this Task task, string awaited) => task.Within(Limit, awaited);

    public static Task<T> Happens<T>(this Task<T> task, string awaited) => task.Within(Limit, awaited);
}
