using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>The connectors to other MQTT brokers.</summary>
public static class MqttConnectors
{
    private static readonly RouteTable NoRoutes = new([], new DeadLetterTopic());

    /// <summary>The classes, for checking a configuration and no more.</summary>
    public static IReadOnlyList<ConnectorClass> Unrouted { get; } = Create(() => NoRoutes);

    /// <summary>The classes, whose tasks go by the routes that <paramref name="server"/> has in force.</summary>
    public static IReadOnlyList<ConnectorClass> For(MqttServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Create(() => server.RoutesInForce);
    }

    private static ConnectorClass[] Create(Func<RouteTable> routes) =>
        [new MqttSource(routes), new MqttSink(routes)];
}
