namespace EdgeLog.Storage;

/// <summary>What compaction does with a batch.</summary>
internal enum BatchFate
{
    /// <summary>It stays as it is, byte for byte.</summary>
    Stays,

    /// <summary>Another takes its place, with fewer records or with a delete horizon.</summary>
    Replaced,

    /// <summary>It goes.</summary>
    Goes,
}
