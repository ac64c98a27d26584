using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>
/// Takes the next batch of a partition into a request: one to be repeated, made again exactly as it was, or a new one.
/// Where the log has changed under it, plans anew and says what is missing. Owned by the mirror's loop.
/// </summary>
internal sealed class PartitionBatches(MirrorContext context, BatchFramer framer, ProduceAnswers answers)
{
    private const int ReadBytesMin = 16 * 1024;
    private static readonly Offset End = new(long.MaxValue);

    /// <summary>The batch now in <paramref name="frame"/>; null where there is none, or none that fits.</summary>
    public MirrorBatch? TryTake(TopicMirror topic, PartitionMirror partition, int room, ProduceFrame frame)
    {
        try
        {
            return Take(topic, partition, room, frame);
        }
        catch (IOException error)
        {
            // A file that cannot be opened or read now is the trouble of this partition, and of no other.
            var trouble = new PartitionTrouble(
                "UNREADABLE", $"{partition.Source.Id} cannot be read: {error.Message}", "see edgelog doctor");
            answers.Wait(topic, partition, trouble, context.Limits.RefusedRetryInterval);
            return null;
        }
    }

    private MirrorBatch? Take(TopicMirror topic, PartitionMirror partition, int room, ProduceFrame frame)
    {
        // Each round but the last moves the partition on: over what holds no records, or over a gap.
        while (partition.HasMore)
        {
            MirrorBatch? repeat = partition.NextRepeat();
            FramedBatch framed = framer.Frame(
                partition.Source, repeat is null ? ForNew(partition, room) : ForRepeat(partition, repeat));
            if (framed.Error != ReadError.None || framed.TooLargeBytes > 0)
            {
                if (!Recover(topic, partition, framed))
                {
                    return null;
                }
            }
            else if (repeat is not null)
            {
                if (IsSame(framed, repeat))
                {
                    return frame.TryAdd(partition.Target, framed.Bytes.Span) ? repeat : null;
                }

                // The log was compacted or cleaned in between: the target would refuse, or worse take, what is not a
                // repeat.
                if (!Replan(partition, partition.Acknowledged.Next))
                {
                    return null;
                }
            }
            else if (framed.RecordCount == 0)
            {
                if (framed.Next <= partition.Planned)
                {
                    return null;
                }

                partition.Plan(Describe(partition, framed));
            }
            else
            {
                return TakeNew(partition, framed, frame);
            }
        }

        return null;
    }

    private static MirrorBatch? TakeNew(PartitionMirror partition, in FramedBatch framed, ProduceFrame frame)
    {
        if (!frame.TryAdd(partition.Target, framed.Bytes.Span))
        {
            return null;
        }

        FollowUse(partition, framed);
        MirrorBatch batch = Describe(partition, framed);
        partition.Plan(batch);
        return batch;
    }

    private FrameRequest ForNew(PartitionMirror partition, int room)
    {
        int mergeBytes = Math.Min(Math.Min(context.Limits.MergedBatchBytes, room), partition.BatchBytesMax);
        int readBytes = Math.Clamp(partition.ReadBytes, ReadBytesMin, context.RequestBytes / 2);
        RecordProducer producer = Producer(partition, partition.NextSequence);
        return new FrameRequest(partition.Planned, End, partition.BatchBytesMax, mergeBytes, readBytes, producer);
    }

    private static FrameRequest ForRepeat(PartitionMirror partition, MirrorBatch repeat) =>
        new(
            repeat.From,
            repeat.Next,
            int.MaxValue,
            int.MaxValue,
            repeat.SourceBytes,
            Producer(partition, repeat.BaseSequence));

    private static RecordProducer Producer(PartitionMirror partition, int sequence) =>
        new(partition.ProducerId, partition.ProducerEpoch, sequence);

    private static bool IsSame(in FramedBatch framed, MirrorBatch repeat) =>
        framed.RecordCount == repeat.RecordCount && framed.Next == repeat.Next;

    private static MirrorBatch Describe(PartitionMirror partition, in FramedBatch framed) => new()
    {
        From = partition.Planned,
        Next = framed.Next,
        LeaderEpoch = framed.LeaderEpoch,
        RecordCount = framed.RecordCount,
        SourceBytes = framed.SourceBytes,
        SizeBytes = framed.Bytes.Length,
        TimestampMs = framed.TimestampMs,
    };

    // Reads twice as much where all of it was used, and only what was used where most was not.
    private static void FollowUse(PartitionMirror partition, in FramedBatch framed)
    {
        if (framed.SourceBytes >= framed.BytesRead)
        {
            bool wasCut = framed.BytesRead > partition.ReadBytes / 2;
            partition.ReadBytes = wasCut ? 2 * partition.ReadBytes : partition.ReadBytes;
        }
        else if (framed.SourceBytes < framed.BytesRead / 2)
        {
            partition.ReadBytes = Math.Max(framed.SourceBytes, ReadBytesMin);
        }
    }

    private bool Recover(TopicMirror topic, PartitionMirror partition, in FramedBatch framed)
    {
        Offset logStart = partition.Source.LogStartOffset;
        Offset from = partition.HasUnacknowledged ? partition.Acknowledged.Next : partition.Planned;
        if (framed.Error == ReadError.OffsetOutOfRange && logStart > from)
        {
            if (partition.InFlightCount == 0)
            {
                context.Report.Gap(partition.Source.Id, from, logStart);
            }

            return Replan(partition, logStart);
        }

        if (framed.Error == ReadError.UnknownPartition)
        {
            // Deleted: the catalog's change is on its way here and drops it.
            partition.RetryAt = context.Times.After(TimeSpan.FromSeconds(1));
            return false;
        }

        answers.Wait(topic, partition, Trouble(partition, framed), context.Limits.RefusedRetryInterval);
        return false;
    }

    private bool Replan(PartitionMirror partition, Offset from)
    {
        if (partition.InFlightCount > 0)
        {
            partition.Drain();
            return false;
        }

        context.Report.MayRepeat(partition.Source.Id, partition.Replan(from));
        return !partition.NeedsProducerId;
    }

    private PartitionTrouble Trouble(PartitionMirror partition, in FramedBatch framed) => framed.TooLargeBytes > 0
        ? new PartitionTrouble(
            "MESSAGE_TOO_LARGE",
            $"The batch at offset {partition.Planned} of {partition.Source.Id} has {framed.TooLargeBytes} bytes; "
            + $"{context.Limits.SourceBatchBytes} are carried at most.",
            "lower max.message.bytes of the topic here for what is to come")
        : new PartitionTrouble(
            framed.Error.ToString(),
            $"The batch at offset {partition.Planned} of {partition.Source.Id} cannot be read.",
            "see edgelog doctor; edgelog repair sets the damaged range aside");
}
