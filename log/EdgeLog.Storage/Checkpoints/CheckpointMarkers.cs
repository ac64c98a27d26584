using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>Makes checkpoint markers out of what the writer has appended to. On the writer's thread.</summary>
internal static class CheckpointMarkers
{
    public static CheckpointMarker Make(IReadOnlyList<PartitionWriter> dirty, DateTimeOffset producersExpireBefore)
    {
        var partitions = new List<PartitionCheckpoint>(dirty.Count);
        foreach (PartitionWriter writer in dirty)
        {
            writer.IsDirty = false;
            if (!writer.IsDeleted)
            {
                partitions.Add(Make(writer, producersExpireBefore));
            }
        }

        return new CheckpointMarker(partitions);
    }

    public static PartitionCheckpoint Make(PartitionWriter writer, DateTimeOffset producersExpireBefore)
    {
        writer.Producers.Expire(producersExpireBefore.ToUnixTimeMilliseconds());
        byte[]? producers = null;
        if (writer.Producers.Version != writer.SavedProducersVersion)
        {
            writer.SavedProducersVersion = writer.Producers.Version;
            writer.SavedProducersOffset = writer.NextOffset;
            producers = ProducerSnapshot.Encode(writer.Producers, writer.NextOffset);
        }

        byte[]? epochs = null;
        if (writer.Epochs.IsDirty)
        {
            writer.Epochs.IsDirty = false;
            epochs = LeaderEpochFile.Encode(writer.Epochs);
            writer.SavedEpochsCrc = Crc32C.Compute(epochs);
        }

        return new PartitionCheckpoint
        {
            Partition = writer.Partition,
            Segment = writer.Active,
            Position = writer.Active.Position,
            NextOffset = writer.NextOffset,
            Producers = producers,
            ProducersOffset = writer.SavedProducersOffset,
            Epochs = epochs,
            EpochsCrc = writer.SavedEpochsCrc,
        };
    }
}
