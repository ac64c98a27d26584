namespace EdgeLog.Records;

/// <summary>
/// Yields the whole, plausible batches at the start of some bytes and stops at the first that is cut off or whose
/// header contradicts itself; <see cref="Position"/> and <see cref="Error"/> then say where and why. Checksums are
/// left to the caller: <see cref="RecordBatch.HasValidChecksum"/>.
/// </summary>
public ref struct RecordBatchEnumerator
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _maxBatchBytes;
    private RecordBatch _current;

    /// <summary>Walks <paramref name="bytes"/>; a batch may be as large as they are.</summary>
    public RecordBatchEnumerator(ReadOnlySpan<byte> bytes)
        : this(bytes, int.MaxValue)
    {
    }

    /// <summary>
    /// Walks <paramref name="bytes"/>; a batch of more than <paramref name="maxBatchBytes"/> ends the walk.
    /// </summary>
    public RecordBatchEnumerator(ReadOnlySpan<byte> bytes, int maxBatchBytes)
    {
        _bytes = bytes;
        _maxBatchBytes = maxBatchBytes;
    }

    /// <summary>The batch found last.</summary>
    public readonly RecordBatch Current => _current;

    /// <summary>How many bytes lie before the end of <see cref="Current"/>: all those that were walked.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// Why the walk ended: <see cref="RecordBatchError.None"/> at the end of the bytes,
    /// <see cref="RecordBatchError.Truncated"/> where they end inside a batch, another where a header is wrong.
    /// </summary>
    public RecordBatchError Error { get; private set; }

    /// <summary>Makes the walk usable with <c>foreach</c>.</summary>
    public readonly RecordBatchEnumerator GetEnumerator() => this;

    /// <summary>Moves to the next batch; false at the end or where there is no good one.</summary>
    public bool MoveNext()
    {
        ReadOnlySpan<byte> rest = _bytes[Position..];
        if (rest.IsEmpty)
        {
            return false;
        }

        Error = CheckHeader(rest, out RecordBatchHeader header);
        if (Error != RecordBatchError.None)
        {
            return false;
        }

        _current = new RecordBatch(rest[..header.SizeBytes], header);
        Position += header.SizeBytes;
        return true;
    }

    private readonly RecordBatchError CheckHeader(ReadOnlySpan<byte> bytes, out RecordBatchHeader header)
    {
        header = default;
        if (bytes.Length < RecordBatchHeader.Size)
        {
            return RecordBatchError.Truncated;
        }

        header = RecordBatchHeader.Read(bytes);
        if (header.Magic != RecordBatchLayout.MagicTwo)
        {
            return RecordBatchError.UnsupportedMagic;
        }

        if (header.Codec > CompressionCodec.Zstd)
        {
            return RecordBatchError.UnknownCodec;
        }

        // A compacted batch keeps its offsets and may hold fewer records than they span, or none.
        bool isPlausible = header.SizeBytes >= RecordBatchHeader.Size
            && header.SizeBytes <= _maxBatchBytes
            && header.LastOffsetDelta >= 0
            && header.RecordCount >= 0
            && header.RecordCount - 1 <= header.LastOffsetDelta
            && header.BaseOffset.Value >= 0
            && header.BaseOffset.Value <= long.MaxValue - int.MaxValue - 1L;
        if (!isPlausible)
        {
            return RecordBatchError.InvalidRecords;
        }

        return header.SizeBytes > bytes.Length ? RecordBatchError.Truncated : RecordBatchError.None;
    }
}
