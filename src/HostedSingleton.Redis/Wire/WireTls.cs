using System.Net;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>Encrypts a wire as the client's options say, on the caller's thread.</summary>
internal static class WireTls
{
    /// <summary>Shakes hands with the server and returns the encrypted stream.</summary>
    public static Stream Encrypt(Stream stream, EndPoint target, ConfigurationOptions options)
    {
        var host = !string.IsNullOrWhiteSpace(options.SslHost) ? options.SslHost
            : target is DnsEndPoint dns ? dns.Host
            : options.Defaults.GetSslHostFromEndpoints(options.EndPoints) ?? (target as IPEndPoint)?.Address.ToString() ?? "";
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, Validation(options), Selection(options), EncryptionPolicy.RequireEncryption);
        tls.AuthenticateAsClient(options.SslClientAuthenticationOptions?.Invoke(host) ?? new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = options.SslProtocols ?? SslProtocols.None,
            CertificateRevocationCheckMode = options.CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
        });
        return tls;
    }

    // The options offer these two as events only, and an event cannot be read from outside; TrustIssuer and certificates from files come by them too.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_CertificateValidationCallback")]
    private static extern RemoteCertificateValidationCallback? Validation(ConfigurationOptions options);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_CertificateSelectionCallback")]
    private static extern LocalCertificateSelectionCallback? Selection(ConfigurationOptions options);
}
