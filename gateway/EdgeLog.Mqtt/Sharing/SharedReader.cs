using EdgeLog.Records;

namespace EdgeLog.Mqtt;

/// <summary>Reads what one member takes in its turn at a share. Used by that session's loop.</summary>
internal sealed class SharedReader(SharedGroup group, SharedTurn turn, SessionConfig config, RecordDecoder decoder)
{
    private int _given;

    /// <summary>Gives the member what it has room for; whether there is more, for another perhaps.</summary>
    public (byte[] Buffer, bool HasMore) Read(byte[] buffer)
    {
        while (true)
        {
            var next = turn.Returned ?? group.NextFor(turn);
            if (next is not { } from)
            {
                return (buffer, false);
            }

            var read = turn.Partition.Read(from, buffer);
            if (read.BytesRead == 0 && read.NextBatchBytes > buffer.Length)
            {
                buffer = SessionReader.Enlarge(buffer, read.NextBatchBytes);
                continue;
            }

            if (read.BytesRead == 0)
            {
                var to = from < turn.Partition.LogStartOffset ? turn.Partition.LogStartOffset : read.NextOffset;
                to = to > from ? to : turn.Partition.HighWatermark;
                config.OnMissed(turn.Member.Session, turn.Partition, from, to);
                if (turn.Returned is not null)
                {
                    return (buffer, false);
                }

                group.Note(turn, to, null);
                continue;
            }

            var isDone = Give(buffer.AsSpan(0, read.BytesRead), from);
            if (turn.Returned is not null || !isDone)
            {
                return (buffer, !isDone);
            }

            group.Note(turn, read.NextOffset, null);
        }
    }

    private bool Give(ReadOnlySpan<byte> batches, Offset from)
    {
        try
        {
            using var records = new RecordBatchReader(batches, from);
            while (records.MoveNext())
            {
                var record = records.Current;
                if (turn.Returned is { } only && record.Offset != only)
                {
                    return true;
                }

                if (!decoder.TryDecode(
                        turn.Partition.Id.Topic, record, record.Value, record.EncodedHeaders, out var message)
                    || !group.Filter.Matches(message.Topic))
                {
                    continue;
                }

                if (_given == turn.RecordsMax || !TryGive(message, record.Offset))
                {
                    return Stop(record.Offset);
                }

                _given++;
            }
        }
        catch (InvalidRecordException)
        {
            // The dispatcher has said so; what follows is fine again.
        }

        return true;
    }

    private bool Stop(Offset offset)
    {
        if (turn.Returned is null)
        {
            group.Note(turn, offset, null);
        }
        else
        {
            group.PutBack(turn);
        }

        return false;
    }

    private bool TryGive(scoped LiveMessage message, Offset offset)
    {
        var place = new InFlightPlace(turn.Partition, offset) { Group = group };
        if (!turn.Member.Session.TryDeliverShared(
            message, turn.Member.Terms, group.Watched(turn.Partition), place))
        {
            return false;
        }

        var next = turn.Returned is null ? new Offset(offset.Value + 1) : turn.Cursor.Next;
        var isWaitedFor = message.QualityOfService != QualityOfService.AtMostOnce
            && turn.Member.Terms.QualityOfService != QualityOfService.AtMostOnce;
        group.Note(turn, next, isWaitedFor ? offset : null);
        return true;
    }
}
