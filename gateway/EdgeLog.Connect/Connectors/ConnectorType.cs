namespace EdgeLog.Connect;

/// <summary>Which way a connector's records go; Connect's words.</summary>
public enum ConnectorType
{
    /// <summary>Into the log.</summary>
    Source,

    /// <summary>Out of the log.</summary>
    Sink,
}
