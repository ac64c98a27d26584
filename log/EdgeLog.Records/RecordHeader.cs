namespace EdgeLog.Records;

/// <summary>One header of a record, as a view over the batch's bytes.</summary>
public readonly ref struct RecordHeader
{
    /// <summary>The header's name, UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Whether the header has a value.</summary>
    public bool HasValue { get; init; }

    /// <summary>The header's value; empty where there is none.</summary>
    public ReadOnlySpan<byte> Value { get; init; }
}
