using System.Net;
using EdgeLog.Gateway.Configuration.Yaml;

namespace EdgeLog.Gateway.Configuration;

/// <summary>One entry of <c>listeners</c>.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Protocol">What is spoken there.</param>
/// <param name="Address">Where it listens; port 0 takes a free one.</param>
/// <param name="Advertised">What Kafka's clients are told to connect to, or null for the address they used.</param>
/// <param name="Mark">Where it is configured.</param>
internal sealed record ListenerConfig(
    string Name, ListenerProtocol Protocol, IPEndPoint Address, string? Advertised, SourceMark Mark)
{
    /// <summary>Whether who connects may stay without saying who it is.</summary>
    public bool AllowAnonymous { get; init; } = true;

    /// <summary>Its certificates; null for a listener in the clear.</summary>
    public TlsConfig? Tls { get; init; }

    /// <summary>This listener with the certificates of its namesake, where they are in the same files.</summary>
    public ListenerConfig Renewed(IEnumerable<ListenerConfig> next) =>
        Tls is { } tls && next.FirstOrDefault(l => l.Name == Name)?.Tls is { } renewed && renewed.Files == tls.Files
            ? this with { Tls = renewed }
            : this;
}
