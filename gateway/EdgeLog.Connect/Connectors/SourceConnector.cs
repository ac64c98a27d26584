namespace EdgeLog.Connect;

/// <summary>A class of connectors that bring records.</summary>
public abstract class SourceConnector : ConnectorClass
{
    /// <inheritdoc />
    public sealed override ConnectorType Type => ConnectorType.Source;

    /// <summary>Makes the task of an entry that <see cref="ConnectorClass.Check"/> accepts; opens nothing.</summary>
    public abstract SourceTask CreateTask(ConnectorConfig config, ConnectorContext context);

    /// <summary>What records go through that bring no pipeline of their own.</summary>
    public abstract RecordPipeline CreatePipeline(ConnectorConfig config, DeadLetterTopic deadLetters);
}
