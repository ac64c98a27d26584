using System.Buffers;
using System.Diagnostics;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// Reads the log for one session: where it is behind, what is to be sent again, retained messages, and its part of
/// shares. Used by the session's loop alone.
/// </summary>
internal sealed class SessionReader(Session session, SessionConfig config)
{
    private readonly RecordDecoder _decoder = new(config.Time, config.Routes);
    private readonly Dictionary<byte[], Subscriber?> _matches = new(Utf8Comparer.Instance);
    private int _matchesVersion = -1;

    /// <summary>Does what there is to do, as far as the client takes it.</summary>
    public async ValueTask WorkAsync(CancellationToken cancellation)
    {
        await session.SendReleasesAsync();
        var buffer = ArrayPool<byte>.Shared.Rent(PartitionDispatcher.ReadBytes);
        try
        {
            buffer = Resend(buffer);
            while (session.NextRetained() is { } retained && !cancellation.IsCancellationRequested)
            {
                (buffer, var isDone) = ReadRetained(retained, buffer);
                await session.SendHeldAsync();
                if (!isDone)
                {
                    return;
                }
            }

            foreach (var (partition, cursor) in session.Behind())
            {
                buffer = await ReadOnAsync(partition, cursor, buffer, cancellation);
            }

            while (session.TakeOffer() is { } group && !cancellation.IsCancellationRequested)
            {
                buffer = await group.ReadForAsync(session, config, _decoder, buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Gives a buffer back for a larger one.</summary>
    public static byte[] Enlarge(byte[] buffer, int sizeBytes)
    {
        ArrayPool<byte>.Shared.Return(buffer);
        return ArrayPool<byte>.Shared.Rent(sizeBytes);
    }

    /// <summary>Delivers from the cursor on until the session has caught up or cannot take more.</summary>
    private async ValueTask<byte[]> ReadOnAsync(
        Partition partition, PartitionCursor cursor, byte[] buffer, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && session.NextFor(partition, cursor) is { } from)
        {
            var read = partition.Read(from, buffer);
            if (read.Error == ReadError.OffsetOutOfRange && from < partition.LogStartOffset)
            {
                Miss(partition, from, partition.LogStartOffset);
                session.MoveTo(cursor, partition.LogStartOffset);
            }
            else if (read.Error == ReadError.Closed)
            {
                throw new StorageException("The log is closed.");
            }
            else if (read.Error == ReadError.UnknownPartition)
            {
                return buffer;
            }
            else if (read.Error != ReadError.None)
            {
                Miss(partition, from, partition.HighWatermark);
                session.MoveTo(cursor, partition.HighWatermark);
            }
            else if (read.BytesRead == 0 && read.NextBatchBytes > buffer.Length)
            {
                buffer = Enlarge(buffer, read.NextBatchBytes);
            }
            else if (read.BytesRead == 0)
            {
                // Nothing is left up to there: it is damaged, and declared.
                Skip(partition, from, read.NextOffset, cursor);
            }
            else
            {
                var isDone = Deliver(buffer.AsSpan(0, read.BytesRead), from, partition, cursor);
                if (isDone)
                {
                    session.MoveTo(cursor, read.NextOffset);
                }

                await session.SendHeldAsync();
                if (!isDone)
                {
                    return buffer;
                }
            }
        }

        return buffer;
    }

    private void Skip(Partition partition, Offset from, Offset to, PartitionCursor cursor)
    {
        if (to <= from)
        {
            throw new UnreachableException($"{partition.Id}: nothing at {from}, below the high watermark.");
        }

        Miss(partition, from, to);
        session.MoveTo(cursor, to);
    }

    private bool Deliver(ReadOnlySpan<byte> batches, Offset from, Partition partition, PartitionCursor cursor)
    {
        try
        {
            using var records = new RecordBatchReader(batches, from);
            while (records.MoveNext())
            {
                var record = records.Current;
                if (_decoder.TryDecode(
                    partition.Id.Topic, record, record.Value, record.EncodedHeaders, out var message)
                    && Match(message.Topic)?.TermsAt(partition, record.Offset) is { } terms
                    && !session.TryDeliverLate(message, terms, cursor, new InFlightPlace(partition, record.Offset)))
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

    private byte[] Resend(byte[] buffer)
    {
        while (session.TryTakeResend(out var id, out var place))
        {
            var read = place.Partition.Read(place.Offset, buffer);
            if (read.BytesRead == 0 && read.NextBatchBytes > buffer.Length)
            {
                buffer = Enlarge(buffer, read.NextBatchBytes);
                read = place.Partition.Read(place.Offset, buffer);
            }

            if (!TryResend(buffer.AsSpan(0, read.BytesRead), id, place))
            {
                Miss(place.Partition, place.Offset, new Offset(place.Offset.Value + 1));
                session.Abandon(id);
            }
        }

        return buffer;
    }

    private bool TryResend(ReadOnlySpan<byte> batches, ushort id, in InFlightMessage place)
    {
        try
        {
            using var records = new RecordBatchReader(batches, place.Offset);
            if (!records.MoveNext() || records.Current.Offset != place.Offset)
            {
                return false;
            }

            var record = records.Current;
            if (!_decoder.TryDecode(
                place.Partition.Id.Topic, record, record.Value, record.EncodedHeaders, out var message))
            {
                session.Abandon(id);
                return true;
            }

            session.Resend(id, place, message, Match(message.Topic)?.Terms);
            return true;
        }
        catch (InvalidRecordException)
        {
            return false;
        }
    }

    private (byte[] Buffer, bool IsDone) ReadRetained(in RetainedDelivery first, byte[] buffer)
    {
        var partition = config.State.Partition!;
        var read = partition.Read(first.Offset, buffer);
        if (read.BytesRead == 0 && read.NextBatchBytes > buffer.Length)
        {
            buffer = Enlarge(buffer, read.NextBatchBytes);
            read = partition.Read(first.Offset, buffer);
        }

        if (read.BytesRead == 0)
        {
            session.PassRetained();
            return (buffer, true);
        }

        var isDone = DeliverRetained(buffer.AsSpan(0, read.BytesRead), first.Offset, partition);
        return (buffer, isDone);
    }

    // All that one read brings: many retained messages share a batch. What is not there any more is passed over.
    private bool DeliverRetained(ReadOnlySpan<byte> batches, Offset from, Partition partition)
    {
        var last = from.Value - 1;
        using var records = new RecordBatchReader(batches, from);
        while (records.MoveNext())
        {
            var record = records.Current;
            while (session.NextRetained() is { } wanted && wanted.Offset.Value > last && wanted.Offset <= record.Offset)
            {
                if (wanted.Offset == record.Offset
                    && record.HasValue
                    && _decoder.TryDecode(
                        StateTopic.Name, record, record.Value, record.EncodedHeaders, out var message)
                    && !session.TryDeliverRetained(message, wanted.Terms, new InFlightPlace(partition, record.Offset)))
                {
                    return false;
                }

                session.PassRetained();
            }

            last = record.Offset.Value;
        }

        if (last < from.Value)
        {
            session.PassRetained();
        }

        return true;
    }

    private void Miss(Partition partition, Offset from, Offset to) => config.OnMissed(session, partition, from, to);

    private Subscriber? Match(ReadOnlySpan<byte> topic)
    {
        if (_matchesVersion != session.SubscriptionVersion || _matches.Count >= config.Limits.CachedTopicsMax)
        {
            _matchesVersion = session.SubscriptionVersion;
            _matches.Clear();
        }

        var known = _matches.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!known.TryGetValue(topic, out var subscriber))
        {
            var matching = new List<Subscription>();
            foreach (var subscription in session.SubscriptionsSnapshot())
            {
                if (!SharedFilter.IsShared(subscription.Text) && subscription.Filter.Matches(topic))
                {
                    matching.Add(subscription);
                }
            }

            subscriber = matching.Count == 0 ? null : new Subscriber(session, matching);
            known[topic] = subscriber;
        }

        return subscriber;
    }
}
