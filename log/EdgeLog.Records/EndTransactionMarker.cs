using static System.Buffers.Binary.BinaryPrimitives;

namespace EdgeLog.Records;

/// <summary>
/// The end of one producer's transaction in one partition: a control batch of one record, which takes one offset and
/// which consumers never see (KIP-98).
/// </summary>
public readonly record struct EndTransactionMarker
{
    private const int KeySize = 4;
    private const int ValueSize = 6;

    /// <summary>Whose transaction ends.</summary>
    public long ProducerId { get; init; }

    /// <summary>The producer's epoch.</summary>
    public short ProducerEpoch { get; init; }

    /// <summary>How it ends.</summary>
    public TransactionOutcome Outcome { get; init; }

    /// <summary>The epoch of the coordinator that decided.</summary>
    public int CoordinatorEpoch { get; init; }

    /// <summary>The time of the decision, in milliseconds since 1970 UTC.</summary>
    public long TimestampMs { get; init; }

    /// <summary>Reads a marker; false where <paramref name="batch"/> is none.</summary>
    public static bool TryRead(RecordBatch batch, out EndTransactionMarker marker)
    {
        marker = default;
        RecordBatchHeader header = batch.Header;
        var cursor = new RecordCursor(batch.Payload);
        if (!header.IsControl
            || header.Codec != CompressionCodec.None
            || !cursor.MoveNext()
            || cursor.Key.Length < KeySize
            || cursor.Value.Length < ValueSize)
        {
            return false;
        }

        // Behind a version each; later versions only append.
        short type = ReadInt16BigEndian(cursor.Key[2..]);
        if (type is not ((short)TransactionOutcome.Aborted or (short)TransactionOutcome.Committed))
        {
            return false;
        }

        marker = new EndTransactionMarker
        {
            ProducerId = header.ProducerId,
            ProducerEpoch = header.ProducerEpoch,
            Outcome = (TransactionOutcome)type,
            CoordinatorEpoch = ReadInt32BigEndian(cursor.Value[2..]),
            TimestampMs = unchecked(header.BaseTimestampMs + cursor.TimestampDelta),
        };
        return true;
    }

    /// <summary>The marker as a whole batch, for any partition: base offset and leader epoch are 0.</summary>
    public byte[] ToBatch()
    {
        Span<byte> key = stackalloc byte[KeySize];
        WriteInt16BigEndian(key, 0);
        WriteInt16BigEndian(key[2..], (short)Outcome);
        Span<byte> value = stackalloc byte[ValueSize];
        WriteInt16BigEndian(value, 0);
        WriteInt32BigEndian(value[2..], CoordinatorEpoch);

        using var run = RecordRun.Rent();
        run.BeginRecord(TimestampMs);
        run.WriteKey(key);
        run.WriteValue(value);
        run.BeginHeaders(0);
        run.EndRecord();
        RecordRunReader entries = run.Read();
        entries.MoveNext();

        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, new LeaderEpoch(0), int.MaxValue);
        builder.Producer = new RecordProducer(ProducerId, ProducerEpoch, -1);
        builder.IsTransactional = true;
        builder.TryAdd(entries.Current);
        byte[] batch = builder.Build(CompressionCodec.None).ToArray();
        RecordBatchRewriter.MarkAsControl(batch);
        return batch;
    }
}
