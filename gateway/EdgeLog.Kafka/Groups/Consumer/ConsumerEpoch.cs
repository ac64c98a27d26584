namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>The member epochs that stand for something else.</summary>
internal static class ConsumerEpoch
{
    /// <summary>Joins.</summary>
    public const int Join = 0;

    /// <summary>Leaves.</summary>
    public const int Leave = -1;

    /// <summary>A static member leaves to come back.</summary>
    public const int LeaveStatic = -2;
}
