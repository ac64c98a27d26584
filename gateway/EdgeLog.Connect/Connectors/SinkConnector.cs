using EdgeLog.Storage;

namespace EdgeLog.Connect;

/// <summary>A class of connectors that take records away.</summary>
public abstract class SinkConnector : ConnectorClass
{
    /// <inheritdoc />
    public sealed override ConnectorType Type => ConnectorType.Sink;

    /// <summary>Makes the task of an entry that <see cref="ConnectorClass.Check"/> accepts; opens nothing.</summary>
    public abstract SinkTask CreateTask(ConnectorConfig config, ConnectorContext context);

    /// <summary>What records go through.</summary>
    public abstract RecordPipeline CreatePipeline(ConnectorConfig config, DeadLetterTopic deadLetters);

    /// <summary>Which topics it takes; internal ones are never asked for.</summary>
    public abstract Func<Topic, bool> CreateSelection(ConnectorConfig config);
}
