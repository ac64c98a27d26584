using EdgeLog.Connect;

namespace EdgeLog.Gateway.Status;

/// <summary>A connector; type and state in Connect's words.</summary>
internal sealed record ConnectorView(
    string Name, string Class, string Type, string State, long Records, long DeadLetters, long Dropped,
    long BacklogRecords, long GapRecords, string? Error, double? RetryInSeconds)
{
    /// <summary>A connector as status shows it.</summary>
    public static ConnectorView Of(ConnectorStatus connector, TimeProvider time) => new(
        connector.Name, connector.ClassName, connector.Type.ToString().ToLowerInvariant(),
        connector.State.ToString().ToUpperInvariant(), connector.Task.RecordCount, connector.Task.DeadLetterCount,
        connector.Task.DroppedCount, connector.Task.LagCount, connector.Task.GapCount, connector.Task.Error,
        connector.Task.NextRetry is { } retry ? Math.Max(0, (retry - time.GetUtcNow()).TotalSeconds) : null);
}
