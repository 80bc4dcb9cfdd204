using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace HostedSingleton.TestKit;

/// <summary>The little that the tests ask of a Docker engine themselves; containers are the business of Testcontainers.</summary>
internal sealed class DockerEngine
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PullLimit = TimeSpan.FromMinutes(2);

    private readonly HttpClient _client;

    private DockerEngine(Uri endpoint)
    {
        Endpoint = endpoint;
        var unix = endpoint.Scheme == "unix" ? endpoint.LocalPath : null;
        _client = new HttpClient(Handler(unix), disposeHandler: true)
        {
            BaseAddress = unix is null ? new UriBuilder(endpoint) { Scheme = "http" }.Uri : new Uri("http://docker"),
            Timeout = PullLimit,
        };
    }

    /// <summary>Where the engine listens.</summary>
    public Uri Endpoint { get; }

    /// <summary>The newest version of its interface that the engine speaks.</summary>
    public Version Api { get; private set; } = new();

    /// <summary>Returns the engine of DOCKER_HOST or of the usual sockets, or null where none answers.</summary>
    public static async Task<DockerEngine?> FindAsync()
    {
        foreach (var engine in Endpoints().Select(endpoint => new DockerEngine(endpoint)))
        {
            if (await engine.AnswersAsync())
            {
                return engine;
            }
        }

        return null;
    }

    /// <summary>Whether the engine has an image of which one name contains this text.</summary>
    public async Task<bool> HasImageAsync(string name)
    {
        var images = await _client.GetFromJsonAsync<JsonElement>("/images/json");
        return images.EnumerateArray().Any(image => image.GetProperty("RepoTags").ToString().Contains(name, StringComparison.Ordinal));
    }

    /// <summary>Whether the engine has this image, or could fetch it now.</summary>
    public async Task<bool> HasOrPullsAsync(string repository, string tag)
    {
        try
        {
            if (!await HasImageAsync($"\"{repository}:{tag}\""))
            {
                using var reply = await _client.PostAsync(new Uri($"/images/create?fromImage={repository}&tag={tag}", UriKind.Relative), content: null);
                await reply.Content.ReadAsStringAsync();
            }

            return await HasImageAsync($"\"{repository}:{tag}\"");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Kills a container as <c>kill -9</c> does, and returns when it is dead.</summary>
    public async Task KillAsync(string container)
    {
        using var kill = await _client.PostAsync(new Uri($"/containers/{container}/kill", UriKind.Relative), content: null);
        using var wait = await _client.PostAsync(new Uri($"/containers/{container}/wait", UriKind.Relative), content: null);
    }

    private static IEnumerable<Uri> Endpoints()
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host)
        {
            return [new Uri(host)];
        }

        string?[] sockets =
        [
            "/var/run/docker.sock",
            Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime ? $"{runtime}/docker.sock" : null,
            $"{Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}/.docker/run/docker.sock",
        ];
        return sockets.OfType<string>().Where(File.Exists).Select(socket => new Uri($"unix://{socket}"));
    }

    private static SocketsHttpHandler Handler(string? unixSocket) => unixSocket is null
        ? new SocketsHttpHandler()
        : new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(unixSocket), token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var giveUp = new CancellationTokenSource(AnswerLimit);
            var version = await _client.GetFromJsonAsync<JsonElement>("/version", giveUp.Token);
            Api = Version.Parse(version.GetProperty("ApiVersion").GetString()!);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or KeyNotFoundException)
        {
            return false;
        }
    }
}
