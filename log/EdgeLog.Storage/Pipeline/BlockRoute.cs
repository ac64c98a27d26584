namespace EdgeLog.Storage;

/// <summary>How a block of a commit group becomes durable.</summary>
internal enum BlockRoute
{
    /// <summary>With the journal entry of its group; the segment follows.</summary>
    Journal,

    /// <summary>In its segment, flushed there beside the journal: the group's largest partition.</summary>
    Bypass,

    /// <summary>In its segment, flushed later as the topic's <c>flush.messages</c> and <c>flush.ms</c> say.</summary>
    Deferred,
}
