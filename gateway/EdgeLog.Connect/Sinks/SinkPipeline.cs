namespace EdgeLog.Connect;

/// <summary>What a sink's records go through.</summary>
/// <param name="Records">Converters and transforms.</param>
/// <param name="Letters">Nothing, on the way of dead letters into the log.</param>
internal sealed record SinkPipeline(RecordPipeline Records, RecordPipeline Letters);
