namespace EdgeLog.Simulator;

/// <summary>What the fleet of pretend devices does.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The broker's host name or address.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The broker's port.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>How many devices, each with a connection and a thread of its own.</summary>
    public int Clients { get; init; } = 10;

    /// <summary>How many messages in all; divided evenly, a remainder left out.</summary>
    public long Messages { get; init; } = 10_000;

    /// <summary>Messages per second in all; 0 is as fast as they are acknowledged.</summary>
    public double Rate { get; init; }

    /// <summary>The size of a message's payload in bytes.</summary>
    public int PayloadBytes { get; init; } = 128;

    /// <summary>How many messages of a device may wait for their PUBACK.</summary>
    public int InFlight { get; init; } = 100;

    /// <summary>0 or 1.</summary>
    public int Qos { get; init; } = 1;

    /// <summary>The MQTT topic; <c>{client}</c> stands for the device's number.</summary>
    public string Topic { get; init; } = "simulator/{client}";

    /// <summary>Whether a payload begins with the device's number and the message's sequence number.</summary>
    public bool Sequence { get; init; }

    /// <summary>
    /// Whether a device whose connection breaks connects again, however long it takes, and sends again, in order, what
    /// was
    /// not acknowledged.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Where to write what was acknowledged and what was sent again; null: nowhere.</summary>
    public string? AckedFile { get; init; }
}
