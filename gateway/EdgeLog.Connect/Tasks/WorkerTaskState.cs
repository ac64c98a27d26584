namespace EdgeLog.Connect;

/// <summary>What a task is doing; Connect's states.</summary>
public enum WorkerTaskState
{
    /// <summary>It works, or starts to.</summary>
    Running,

    /// <summary>It failed and waits to be started again.</summary>
    Failed,

    /// <summary>It was stopped.</summary>
    Stopped,
}
