namespace EdgeLog.Mqtt;

/// <summary>Who ended a connection.</summary>
internal enum ConnectionEndKind
{
    /// <summary>The client, with a DISCONNECT.</summary>
    Client = 0,

    /// <summary>The network, or a client that just closed.</summary>
    Lost,

    /// <summary>This server, for the client's fault or its own reasons: an MQTT 5 client is told.</summary>
    Server,
}
