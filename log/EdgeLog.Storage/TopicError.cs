namespace EdgeLog.Storage;

/// <summary>Why a topic could not be created, changed or deleted; each is one Kafka error code.</summary>
public enum TopicError
{
    /// <summary>No such topic.</summary>
    UnknownTopic = 1,

    /// <summary>There is one of that name.</summary>
    TopicExists,

    /// <summary>The name is empty, too long, or has characters Kafka refuses.</summary>
    InvalidName,

    /// <summary>Fewer than one partition, fewer than there are, or too many.</summary>
    InvalidPartitions,

    /// <summary>A setting's name or value is not valid.</summary>
    InvalidConfig,

    /// <summary>The limit on automatically created topics is reached.</summary>
    PolicyViolation,
}
