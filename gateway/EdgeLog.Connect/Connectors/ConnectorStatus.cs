namespace EdgeLog.Connect;

/// <summary>A connector as of now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ClassName">The short name of its class.</param>
/// <param name="Type">Source or sink.</param>
/// <param name="State">What it is doing: paused, or what its task is doing.</param>
public sealed record ConnectorStatus(string Name, string ClassName, ConnectorType Type, ConnectorState State)
{
    /// <summary>Its one task, with the counts since it was started last.</summary>
    public required WorkerTaskStatus Task { get; init; }
}
