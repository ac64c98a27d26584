namespace EdgeLog.Mqtt;

/// <summary>What becomes of a message.</summary>
public enum RouteTestOutcome
{
    /// <summary>It becomes a record.</summary>
    Stored = 0,

    /// <summary>It is delivered to subscribers and not stored.</summary>
    LiveOnly,

    /// <summary>A transform drops it.</summary>
    Dropped,

    /// <summary>A transform rejects it: it becomes a record of the dead-letter topic.</summary>
    DeadLettered,

    /// <summary>The MQTT topic is not one.</summary>
    InvalidTopic,
}
