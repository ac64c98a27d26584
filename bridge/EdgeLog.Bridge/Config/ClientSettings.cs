using EdgeLog.Connect;

namespace EdgeLog.Bridge;

/// <summary>A cluster's client properties, checked and typed.</summary>
internal sealed record ClientSettings
{
    private static readonly string[] KnownLater = ["sasl.", "ssl."];

    public required IReadOnlyList<BrokerEndpoint> BootstrapServers { get; init; }

    public required string ClientId { get; init; }

    /// <summary>
    /// How long a connection with requests outstanding may stay silent; also how long a broker may take.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Metadata is asked for at least this often: it also notices a quiet link that has died.</summary>
    public TimeSpan MetadataMaxAge { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first pause before a request is repeated whose error soon passes.</summary>
    public TimeSpan RetryBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan RetryBackoffMax { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Checks <paramref name="cluster"/>; throws <see cref="ConfigException"/> with the property's name.
    /// </summary>
    public static ClientSettings Parse(ClusterConfig cluster, string gatewayName)
    {
        string prefix = $"clusters.{cluster.Alias}";
        foreach ((string key, string value) in cluster.Properties)
        {
            CheckKey($"{prefix}.{key}", key, value);
        }

        if (!cluster.Properties.TryGetValue("bootstrap.servers", out string? servers))
        {
            throw new ConfigException($"{prefix}.bootstrap.servers", "is missing. Write: bootstrap.servers: host:9092");
        }

        var defaults = new ClientSettings { BootstrapServers = [], ClientId = "" };
        return new ClientSettings
        {
            BootstrapServers = ParseServers($"{prefix}.bootstrap.servers", servers),
            ClientId = cluster.Properties.GetValueOrDefault("client.id", $"edgelog-{gatewayName}"),
            RequestTimeout = Duration("request.timeout.ms", defaults.RequestTimeout),
            ConnectTimeout = Duration("socket.connection.setup.timeout.ms", defaults.ConnectTimeout),
            MetadataMaxAge = Duration("metadata.max.age.ms", defaults.MetadataMaxAge),
            RetryBackoff = Duration("retry.backoff.ms", defaults.RetryBackoff),
            RetryBackoffMax = Duration("retry.backoff.max.ms", defaults.RetryBackoffMax),
            Backoff = Duration("reconnect.backoff.ms", defaults.Backoff),
            BackoffMax = Duration("reconnect.backoff.max.ms", defaults.BackoffMax),
        };

        TimeSpan Duration(string key, TimeSpan otherwise)
        {
            if (!cluster.Properties.TryGetValue(key, out string? text))
            {
                return otherwise;
            }

            return DurationText.TryParse(text, out TimeSpan value) && value > TimeSpan.Zero
                ? value
                : throw new ConfigException($"{prefix}.{key}", $"'{text}' is no duration. Write milliseconds, or 5s");
        }
    }

    private static void CheckKey(string path, string key, string value)
    {
        switch (key)
        {
            case "bootstrap.servers" or "client.id" or "request.timeout.ms" or "socket.connection.setup.timeout.ms"
                or "metadata.max.age.ms" or "retry.backoff.ms" or "retry.backoff.max.ms" or "reconnect.backoff.ms"
                or "reconnect.backoff.max.ms":
                return;
            case "security.protocol" when value is "PLAINTEXT":
                return;
            case "security.protocol":
                throw new ConfigException(path, $"{value} is not in this version; PLAINTEXT is");
            default:
                throw new ConfigException(path, KnownLater.Any(later => key.StartsWith(later, StringComparison.Ordinal))
                    ? "is not in this version"
                    : "is no client property of this version. It has bootstrap.servers, client.id, request.timeout.ms, "
                    + "socket.connection.setup.timeout.ms, metadata.max.age.ms, retry.backoff.ms, "
                    + "retry.backoff.max.ms, reconnect.backoff.ms, reconnect.backoff.max.ms, security.protocol");
        }
    }

    private static List<BrokerEndpoint> ParseServers(string path, string servers)
    {
        List<BrokerEndpoint> endpoints = [];
        const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (string server in servers.Split(',', Tidy))
        {
            endpoints.Add(BrokerEndpoint.TryParse(server, out BrokerEndpoint endpoint)
                ? endpoint
                : throw new ConfigException(path, $"'{server}' is not host:port"));
        }

        return endpoints.Count > 0 ? endpoints : throw new ConfigException(path, "is empty. Write: host:9092");
    }
}
