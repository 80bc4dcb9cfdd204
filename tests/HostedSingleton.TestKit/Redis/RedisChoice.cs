namespace HostedSingleton.TestKit;

/// <summary>Which Redis the tests run on, and why.</summary>
/// <param name="Kind">Where servers of the tests' own run.</param>
/// <param name="Why">The choice in words.</param>
/// <param name="Named">The server of <c>HOSTEDSINGLETON_REDIS</c>, as a connection string; null where the shared server is one of our own too.</param>
internal sealed record RedisChoice(RedisKind Kind, string Why, string? Named, DockerEngine? Engine)
{
    private const string NamedVariable = "HOSTEDSINGLETON_REDIS";
    private const string ForcedVariable = "HOSTEDSINGLETON_REDIS_FIXTURE";

    private static readonly Lazy<Task<RedisChoice>> Made = new(MakeAndPrintAsync);

    /// <summary>Makes the choice, once in a process, and prints it.</summary>
    public static Task<RedisChoice> GetAsync() => Made.Value;

    private static async Task<RedisChoice> MakeAndPrintAsync()
    {
        var choice = await MakeAsync(Read(ForcedVariable), Read(NamedVariable));
        Console.WriteLine($"Redis for the tests: {choice.Why}.");
        return choice;
    }

    private static async Task<RedisChoice> MakeAsync(string? forced, string? named)
    {
        var servers = forced switch
        {
            "process" => new RedisChoice(RedisKind.Process, $"a redis-server process, as {ForcedVariable} says", null, null),
            "container" => await ContainerAsync() ?? throw new InvalidOperationException(
                $"{ForcedVariable} asks for a container, but no Docker engine with the image {RedisContainer.Image} answers. " +
                "Start Docker, and where it cannot pull the image run docker/redis-image/build."),
            null => await ContainerAsync() ?? new RedisChoice(RedisKind.Process, $"a redis-server process, as no Docker engine with {RedisContainer.Image} answers", null, null),
            _ => throw new InvalidOperationException($"{ForcedVariable} is '{forced}'; it can be 'process' or 'container'."),
        };
        return forced is null && named is not null
            ? servers with { Named = named, Why = $"the server of {NamedVariable}; for tests that break their server {servers.Why}" }
            : servers;
    }

    private static async Task<RedisChoice?> ContainerAsync()
    {
        if (await DockerEngine.FindAsync() is not { } engine || !await engine.HasOrPullsAsync("redis", "7.0"))
        {
            return null;
        }

        await TestcontainersEnvironment.PrepareAsync(engine);
        return new RedisChoice(RedisKind.Container, $"a container of {RedisContainer.Image} on Docker at {engine.Endpoint}", null, engine);
    }

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
