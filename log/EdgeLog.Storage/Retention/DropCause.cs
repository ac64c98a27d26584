namespace EdgeLog.Storage;

/// <summary>Why segments go.</summary>
internal enum DropCause
{
    /// <summary>They are past the topic's retention.</summary>
    Retention,

    /// <summary>The byte budget is reached.</summary>
    Overflow,
}
