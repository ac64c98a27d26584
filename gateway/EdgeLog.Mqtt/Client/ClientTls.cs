namespace EdgeLog.Mqtt;

/// <summary>How a client does TLS: PEM files, read anew at each connect.</summary>
/// <param name="CaFile">Whom to trust in place of the system's authorities, or null.</param>
/// <param name="CertificateFile">The client's certificate, with what leads to its authority, or null.</param>
/// <param name="KeyFile">Its key, or null.</param>
internal sealed record ClientTls(string? CaFile, string? CertificateFile, string? KeyFile);
