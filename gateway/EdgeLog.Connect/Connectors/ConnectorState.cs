namespace EdgeLog.Connect;

/// <summary>What a connector or one of its tasks is doing; Connect's states.</summary>
public enum ConnectorState
{
    /// <summary>It runs, or starts to.</summary>
    Running,

    /// <summary>Somebody paused it; it stays so over restarts, until it is resumed.</summary>
    Paused,

    /// <summary>It failed, and is started again after a while.</summary>
    Failed,

    /// <summary>It does not run, for the gateway starts or stops.</summary>
    Unassigned,
}
