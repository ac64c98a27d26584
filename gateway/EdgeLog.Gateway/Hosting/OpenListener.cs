using System.Net;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Listening;

namespace EdgeLog.Gateway.Hosting;

/// <summary>A listener and what became of it.</summary>
internal sealed class OpenListener(ListenerConfig config)
{
    private volatile string? _reason = "not open yet";

    /// <summary>How it is configured.</summary>
    public ListenerConfig Config { get; } = config;

    /// <summary>The loop that accepts MQTT or Kafka connections.</summary>
    public ConnectionLoop? Connections { get; set; }

    /// <summary>The server that answers HTTP.</summary>
    public AdminServer? Http { get; set; }

    /// <summary>The address with its actual port.</summary>
    public IPEndPoint Address => Connections?.Address ?? Http?.Address ?? Config.Address;

    /// <summary>Why it is not open; null where it is.</summary>
    public string? Reason
    {
        get => _reason;
        set => _reason = value;
    }
}
