namespace EdgeLog.Mqtt;

/// <summary>A QoS 1 message that waits for its run: the run's index, or -1 where nothing had to be stored.</summary>
internal readonly record struct PublishAck(ushort PacketId, int RunIndex);
