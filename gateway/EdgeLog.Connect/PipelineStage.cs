namespace EdgeLog.Connect;

/// <summary>Where in a pipeline a record was rejected; Connect's names for it.</summary>
internal enum PipelineStage
{
    /// <summary>KEY_CONVERTER.</summary>
    KeyConverter,

    /// <summary>VALUE_CONVERTER.</summary>
    ValueConverter,

    /// <summary>TRANSFORMATION.</summary>
    Transformation,

    /// <summary>KAFKA_PRODUCE.</summary>
    KafkaProduce,
}
