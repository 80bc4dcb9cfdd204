using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HostedSingleton.Store;
using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>Encrypted connections, on both lanes, with what users set in code.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hostedsingleton-tls-");
    private readonly int _port = FreePort.Next();
    private X509Certificate2? _certificate;
    private RedisProcess? _server;

    public async ValueTask InitializeAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(PathOf("cert.pem"), _certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(PathOf("key.pem"), key.ExportPkcs8PrivateKeyPem());
        _server = new RedisProcess(
            "--tls-port", $"{_port}", "--tls-cert-file", PathOf("cert.pem"), "--tls-key-file", PathOf("key.pem"), "--tls-ca-cert-file", PathOf("cert.pem"),
            "--tls-auth-clients", "no");
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _certificate?.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_issuer_trusted_in_code_is_trusted_on_both_lanes()
    {
        var options = Options();
        options.TrustIssuer(PathOf("cert.pem"));

        await WorksAsync(options);
    }

    [Fact]
    public async Task A_validation_of_the_users_own_is_asked_on_both_lanes()
    {
        var asked = 0;
        var options = Options();
        options.CertificateValidation += (_, certificate, _, _) =>
        {
            Interlocked.Increment(ref asked);
            return certificate?.GetCertHashString() == _certificate!.GetCertHashString();
        };

        await WorksAsync(options);
        Assert.True(asked >= 2);
    }

    [Fact]
    public async Task Options_of_the_handshake_are_used_on_both_lanes()
    {
        var options = Options();
        options.SslClientAuthenticationOptions = host => new()
        {
            TargetHost = host, RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        };

        await WorksAsync(options);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_not_accepted()
    {
        await using var link = new TestLink(Options(), timing: TestLink.Timing with { ConnectTimeout = TimeSpan.FromSeconds(5) });

        Assert.Contains("certificate", Assert.IsType<UnknownReply>(await link.AskAsync(link.NewJoin())).Reason);
    }

    private static async Task WorksAsync(ConfigurationOptions options)
    {
        await using var link = new TestLink(options, timing: TestLink.Timing with { ConnectTimeout = TimeSpan.FromSeconds(5) });
        await link.JoinAsync();
        Assert.Equal(VerdictKind.Owned, (await link.RegisterAsync("orders")).Kind);
    }

    private ConfigurationOptions Options() => ConfigurationOptions.Parse($"localhost:{_port},ssl=true");

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
