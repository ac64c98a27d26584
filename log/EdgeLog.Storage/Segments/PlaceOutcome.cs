namespace EdgeLog.Storage;

/// <summary>How a search for a batch ended.</summary>
internal enum PlaceOutcome
{
    /// <summary>There it is.</summary>
    Found,

    /// <summary>The segment holds nothing from there on.</summary>
    End,

    /// <summary>The bytes on the way are not what was written, or some are missing.</summary>
    Corrupt,

    /// <summary>The index points to where no such batch is.</summary>
    BadIndex,
}
