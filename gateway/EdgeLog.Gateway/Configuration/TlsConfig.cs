using EdgeLog.Network.Tls;

namespace EdgeLog.Gateway.Configuration;

/// <summary>The <c>tls</c> of a listener: where its certificates are, and what was read there.</summary>
/// <param name="Files">The files.</param>
/// <param name="Material">What they held when the configuration was read.</param>
internal sealed record TlsConfig(TlsFiles Files, TlsMaterial Material);
