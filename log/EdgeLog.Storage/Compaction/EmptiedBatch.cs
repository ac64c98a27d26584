namespace EdgeLog.Storage;

/// <summary>What becomes of a batch at this place once it has no record left.</summary>
internal enum EmptiedBatch
{
    /// <summary>It goes, unless it is the last of a producer that is still known.</summary>
    Goes,

    /// <summary>Its header stays: it is the last of its segment, which so says where it ends.</summary>
    Stays,
}
