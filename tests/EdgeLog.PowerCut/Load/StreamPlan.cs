namespace EdgeLog.PowerCut;

/// <summary>One client and the numbered messages that it sends, all to one partition.</summary>
internal sealed record StreamPlan
{
    /// <summary>The stream's number: which messages are its own.</summary>
    public required int Id { get; init; }

    public required StreamProtocol Protocol { get; init; }

    /// <summary>The topic of the log where the messages arrive.</summary>
    public required string Topic { get; init; }

    /// <summary>The partition; for MQTT the key decides, and it has only to be the same always.</summary>
    public int Partition { get; init; }

    /// <summary>The MQTT topic to publish to.</summary>
    public string MqttTopic => $"{Topic}/{Id}";

    public required double MessagesPerSecond { get; init; }

    public required int SizeMin { get; init; }

    public required int SizeMax { get; init; }

    /// <summary>Messages in one batch of a Kafka producer, at most.</summary>
    public int BatchMax { get; init; } = 1;

    /// <summary>Messages, or batches of a Kafka producer, that may wait for their acknowledgement.</summary>
    public int InFlight { get; init; } = 50;

    /// <summary>The size of a message: always the same for the same number.</summary>
    public int SizeOf(long sequence) =>
        SizeMin + (int)((ulong)(sequence * 2654435761L) % (ulong)(SizeMax - SizeMin + 1));
}
