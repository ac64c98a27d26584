using System.Buffers;
using System.Diagnostics;
using System.Text;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>Reads a partition for one session that fell behind there. Used by the session's loop alone.</summary>
internal sealed class SessionReader(Session session, TimeProvider time, BackwardRoutes routes)
{
    private readonly RecordDecoder _decoder = new(time, routes);

    /// <summary>Delivers from the cursor on until the session has caught up or cannot take more.</summary>
    public void ReadOn(Partition partition, PartitionCursor cursor)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PartitionDispatcher.ReadBytes);
        try
        {
            while (session.NextFor(partition, cursor) is { } from)
            {
                var read = partition.Read(from, buffer);
                if (read.Error == ReadError.OffsetOutOfRange && from < partition.LogStartOffset)
                {
                    session.MoveTo(cursor, partition.LogStartOffset);
                }
                else if (read.Error == ReadError.Closed)
                {
                    return;
                }
                else if (read.Error != ReadError.None)
                {
                    session.MoveTo(cursor, partition.HighWatermark);
                    return;
                }
                else if (read.BytesRead == 0 && read.NextBatchBytes > buffer.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(read.NextBatchBytes);
                }
                else if (read.BytesRead == 0 && read.NextOffset > from)
                {
                    // Nothing is left up to there: it is damaged, and declared.
                    session.MoveTo(cursor, read.NextOffset);
                }
                else if (read.BytesRead == 0)
                {
                    throw new UnreachableException($"{partition.Id}: nothing at {from}, below the high watermark.");
                }
                else if (!TryDeliver(buffer.AsSpan(0, read.BytesRead), partition, from, cursor))
                {
                    return;
                }
                else
                {
                    session.MoveTo(cursor, read.NextOffset);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool TryDeliver(
        ReadOnlySpan<byte> batches, Partition partition, Offset from, PartitionCursor cursor)
    {
        try
        {
            using var records = new RecordBatchReader(batches, from);
            while (records.MoveNext())
            {
                var record = records.Current;
                if (_decoder.TryDecode(
                    partition.Id.Topic, record, record.Value, record.EncodedHeaders, out var message)
                    && Match(message.Topic) is { } subscription
                    && !session.TryDeliverLate(message, subscription, cursor, record.Offset))
                {
                    return false;
                }
            }
        }
        catch (InvalidRecordException)
        {
            // The dispatcher has said so; what follows is fine again.
        }

        return true;
    }

    private Subscription? Match(ReadOnlySpan<byte> topic)
    {
        var levels = Encoding.UTF8.GetString(topic).Split('/');
        Subscription? match = null;
        foreach (var subscription in session.SubscriptionsSnapshot())
        {
            if (subscription.Filter.Matches(levels))
            {
                match = match is null ? subscription : Subscriber.Stronger(match, subscription);
            }
        }

        return match;
    }
}
