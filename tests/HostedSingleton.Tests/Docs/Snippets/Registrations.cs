using HostedSingleton;

namespace Documentation.Registry;

internal static class Examples
{
    public static async Task<string> RunAsync(IGlobalRegistry registry, CancellationToken cancellationToken)
    {
        #region run
        // Stands by, runs the body while this node owns the name, lets it go, and returns the body's result.
        var report = await registry.RunAsync("reports.nightly", (registration, lost) => WriteReportAsync(registration.FencingToken, lost), cancellationToken: cancellationToken);
        #endregion
        return report;
    }

    public static async Task<string> RegisterAsync(IGlobalRegistry registry, CancellationToken cancellationToken)
    {
        #region register
        var answer = await registry.TryRegisterAsync("reports.nightly", cancellationToken: cancellationToken);
        if (!answer.IsRegistered)
            return $"no: {answer.Owner} has it";

        await using var registration = answer.Registration; // Disposing lets the name go.
        return $"yes, with token {registration.FencingToken}, and WhereIs says {registry.WhereIs("reports.nightly")?.Node}";
        #endregion
    }

    private static Task<string> WriteReportAsync(FencingToken token, CancellationToken lost) =>
        Task.FromResult(lost.IsCancellationRequested ? "" : $"written with token {token}");
}
