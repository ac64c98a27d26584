using EdgeLog.Bridge;

namespace EdgeLog.Gateway.Status;

/// <summary>A listener.</summary>
internal sealed record ListenerView(string Name, string Protocol, string Address, bool Open, string? Reason);

/// <summary>MQTT in numbers.</summary>
internal sealed record MqttView(
    int Clients, double MessagesPerSecond, long Messages, long Acknowledged, double? LastMessageSecondsAgo,
    long Qos0Dropped);

/// <summary>Kafka's API in numbers.</summary>
internal sealed record KafkaView(long Connections, long Requests, long ProduceBytes, long FetchBytes);

/// <summary>A sensor.</summary>
internal sealed record DeviceView(
    string Name, string Driver, string Topic, bool Ok, string? Error, double? RetryInSeconds, int SensorsOk,
    int SensorsBad, long Records, double? LastReadingSecondsAgo);

/// <summary>The log in numbers.</summary>
internal sealed record LogView(
    long SizeBytes, int Topics, int Partitions, long RecordsAppended, double RecordsPerSecond, double FlushP50Ms,
    double FlushP99Ms,
    long FilesystemFreeBytes);

/// <summary>A mirror.</summary>
internal sealed record MirrorView(
    string Name, string To, MirrorState State, long BacklogRecords, long BacklogBytes, double? OldestSeconds,
    double RecordsPerSecond, double? DrainedInSeconds, string? LastError, int Attempt, double? NextRetrySeconds,
    double? DownSeconds, long RecordsMirrored, long DuplicatesPossible, long GapRecords,
    IReadOnlyList<MirrorTopicStatus> WaitingTopics, IReadOnlyList<string> Findings);
