namespace HostedSingleton.TestKit;

/// <summary>Fits Testcontainers to the engine at hand; to be called before its first use, since it reads the environment only once.</summary>
internal static class TestcontainersEnvironment
{
    // What the client of Testcontainers speaks unless it is told otherwise.
    private static readonly Version ClientVersion = new(1, 44);

    public static async Task PrepareAsync(DockerEngine engine)
    {
        if (engine.Api < ClientVersion)
        {
            SetUnlessSet("DOCKER_API_VERSION", engine.Api.ToString());
        }

        if (!await engine.HasImageAsync("testcontainers/ryuk"))
        {
            SetUnlessSet("TESTCONTAINERS_RYUK_DISABLED", "true");
        }
    }

    private static void SetUnlessSet(string variable, string value)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
        {
            Environment.SetEnvironmentVariable(variable, value);
        }
    }
}
