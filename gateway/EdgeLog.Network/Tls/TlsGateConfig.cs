namespace EdgeLog.Network.Tls;

/// <summary>What a <see cref="TlsGate"/> is told beside its certificates.</summary>
public sealed record TlsGateConfig
{
    /// <summary>The listener's name in the configuration, for the log.</summary>
    public required string Listener { get; init; }

    /// <summary>Whether a client may come without a certificate although a client CA is set.</summary>
    public bool IsCertificateOptional { get; init; }

    /// <summary>The bounds.</summary>
    public TlsLimits Limits { get; init; } = TlsLimits.Default;

    /// <summary>All time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Whether the wall clock is to be believed now.</summary>
    public required Func<ClockTrust> ClockTrust { get; init; }
}
