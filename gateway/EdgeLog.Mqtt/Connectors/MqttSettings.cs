using System.Globalization;
using EdgeLog.Connect;
using Settings = EdgeLog.Connect.PropertyReader;

namespace EdgeLog.Mqtt;

/// <summary>Reads the settings that the MQTT source and the MQTT sink share.</summary>
internal static class MqttSettings
{
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names { get; } =
    [
        "address", "protocol_version", "client_id", "username", "password", "keep_alive", "max_in_flight", "qos",
        "tasks.max", "tls.ca", "tls.certificate", "tls.key",
    ];

    /// <summary>How to connect; throws <see cref="ConfigException"/> with the setting that is wrong.</summary>
    public static MqttClientConfig ReadClient(Settings properties, string defaultClientId)
    {
        var text = properties.RequireText("address");
        var isTls = text.StartsWith("mqtts://", StringComparison.Ordinal);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)
            || address.Scheme is not ("mqtt" or "mqtts")
            || address.Host.Length == 0
            || address.PathAndQuery is not ("/" or "")
            || address.UserInfo.Length > 0)
        {
            throw properties.Wrong(
                "address",
                $"\"{text}\" is not a broker's address. Write mqtt://host:1883, or mqtts://host:8883 for TLS.");
        }

        var tls = new ClientTls(
            properties.Find("tls.ca"), properties.Find("tls.certificate"), properties.Find("tls.key"));
        CheckTls(properties, tls, isTls);
        properties.Number("tasks.max", 1, 1);
        return new MqttClientConfig
        {
            Host = address.DnsSafeHost,
            Port = address.Port > 0 ? address.Port : isTls ? TlsPort : PlainPort,
            Tls = isTls ? tls : null,
            Version = ReadVersion(properties),
            ClientId = properties.Find("client_id") ?? defaultClientId,
            UserName = properties.Find("username"),
            Password = properties.Find("password"),
            KeepAlive = ReadDuration(properties, "keep_alive", TimeSpan.FromSeconds(30), TimeSpan.FromHours(18)),
            MaxInFlight = Math.Min(properties.Number("max_in_flight", 500, 1), ushort.MaxValue),
        };
    }

    /// <summary>The setting <c>qos</c>: 0, 1 or 2.</summary>
    public static QualityOfService ReadQuality(Settings properties)
    {
        var quality = properties.Number("qos", 1, 0);
        return quality <= 2 ? (QualityOfService)quality : throw properties.Wrong("qos", "Write 0, 1 or 2.");
    }

    /// <summary>A duration such as <c>30s</c>, at least one second.</summary>
    public static TimeSpan ReadDuration(Settings properties, string key, TimeSpan absent, TimeSpan longest)
    {
        if (properties.Find(key) is not { } text)
        {
            return absent;
        }

        var unit = text.Length == 0 ? ' ' : text[^1];
        var number = text.AsSpan(0, Math.Max(0, text.Length - 1));
        var isNumber = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        TimeSpan? one = unit switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        return isNumber && one * count is { } duration && duration >= TimeSpan.FromSeconds(1) && duration <= longest
            ? duration
            : throw properties.Wrong(
                key, $"\"{text}\" is not a duration from 1s to {longest.TotalSeconds:0}s, such as 30s.");
    }

    private static ProtocolVersion ReadVersion(Settings properties) => properties.Find("protocol_version") switch
    {
        null or "5" or "5.0" => ProtocolVersion.V5,
        "3.1.1" => ProtocolVersion.V311,
        var other => throw properties.Wrong("protocol_version", $"\"{other}\" is not known. Write '5' or '3.1.1'."),
    };

    private static void CheckTls(Settings properties, ClientTls tls, bool isTls)
    {
        if (!isTls && tls != new ClientTls(null, null, null))
        {
            throw properties.Wrong("address", "It has tls settings: write mqtts:// in place of mqtt://.");
        }

        if (tls.CertificateFile is null != tls.KeyFile is null)
        {
            throw properties.Wrong(
                tls.KeyFile is null ? "tls.certificate" : "tls.key", "tls.certificate and tls.key go together.");
        }

        foreach (var (key, file) in new[]
            { ("tls.ca", tls.CaFile), ("tls.certificate", tls.CertificateFile), ("tls.key", tls.KeyFile) })
        {
            if (file is not null && !File.Exists(file))
            {
                throw properties.Wrong(key, $"There is no file {file}, or it may not be read.");
            }
        }
    }
}
