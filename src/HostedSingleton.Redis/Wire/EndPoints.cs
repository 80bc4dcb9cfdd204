using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HostedSingleton.Redis;

/// <summary>Addresses of servers.</summary>
internal static class EndPoints
{
    /// <summary>The address as host:port.</summary>
    public static string Describe(EndPoint target) => target switch
    {
        DnsEndPoint dns => $"{dns.Host}:{dns.Port}",
        UnixDomainSocketEndPoint local => local.ToString()!,
        _ => target.ToString() ?? "",
    };

    /// <summary>The addresses behind a host's name.</summary>
    public static IEnumerable<EndPoint> Resolve(EndPoint target) => target is DnsEndPoint dns
        ? Dns.GetHostAddresses(dns.Host).Select(address => new IPEndPoint(address, dns.Port))
        : [target];

    /// <summary>The address with a port, where it names none.</summary>
    public static EndPoint WithPort(EndPoint target, int port) => target switch
    {
        DnsEndPoint { Port: 0 } dns => new DnsEndPoint(dns.Host, port, dns.AddressFamily),
        IPEndPoint { Port: 0 } ip => new IPEndPoint(ip.Address, port),
        _ => target,
    };

    /// <summary>Reads host:port, as MOVED has it. Where it names no host, it means that of the server that says it.</summary>
    public static EndPoint? Parse(string text, EndPoint? from)
    {
        var at = text.LastIndexOf(':');
        var host = at > 0 ? text[..at].Trim('[', ']') : at == 0 ? HostOf(from) : "";
        return host.Length > 0 && ushort.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? new DnsEndPoint(host, port) : null;
    }

    private static string HostOf(EndPoint? target) => target switch
    {
        DnsEndPoint dns => dns.Host,
        IPEndPoint ip => ip.Address.ToString(),
        _ => "",
    };
}
