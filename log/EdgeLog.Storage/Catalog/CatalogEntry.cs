namespace EdgeLog.Storage;

/// <summary>One record of the catalog.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Value">What it says, as JSON; null where that is gone.</param>
internal readonly record struct CatalogEntry(string Key, byte[]? Value)
{
    /// <summary>Where a topic is gone: the id it had.</summary>
    public string? DeletedId { get; init; }
}
