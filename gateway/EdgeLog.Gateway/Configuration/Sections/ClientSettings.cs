namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The properties of a Kafka client that a cluster may have.</summary>
internal static class ClientSettings
{
    /// <summary>Those of this version.</summary>
    public static IReadOnlyCollection<string> Names { get; } =
    [
        "bootstrap.servers", "client.id", "security.protocol", "request.timeout.ms",
        "socket.connection.setup.timeout.ms", "metadata.max.age.ms", "retry.backoff.ms", "retry.backoff.max.ms",
        "reconnect.backoff.ms", "reconnect.backoff.max.ms",
    ];

    /// <summary>Those that come later.</summary>
    public static IReadOnlyCollection<string> OfLaterVersions { get; } =
    [
        "sasl.mechanism", "sasl.username", "sasl.password", "sasl.jaas.config", "ssl.truststore.location",
        "ssl.truststore.password", "ssl.truststore.type", "ssl.keystore.location", "ssl.keystore.password",
        "ssl.keystore.type", "ssl.key.password", "ssl.ca.location", "ssl.certificate.location", "ssl.key.location",
        "ssl.endpoint.identification.algorithm", "compression.type", "linger.ms", "batch.size", "acks",
        "max.request.size", "buffer.memory", "retries", "delivery.timeout.ms", "max.block.ms",
        "max.in.flight.requests.per.connection", "enable.idempotence",
    ];
}
