namespace EdgeLog.Connect;

/// <summary>What a source task is doing; Connect's states.</summary>
public enum SourceTaskState
{
    /// <summary>It polls.</summary>
    Running,

    /// <summary>It failed and waits to be started again.</summary>
    Failed,

    /// <summary>It was stopped.</summary>
    Stopped,
}
