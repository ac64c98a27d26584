namespace EdgeLog.Storage;

/// <summary>Makes checkpoint markers out of what the writer has appended to.</summary>
internal static class CheckpointMarkers
{
    public static CheckpointMarker Make(IReadOnlyList<PartitionWriter> dirty)
    {
        var partitions = new List<PartitionCheckpoint>(dirty.Count);
        foreach (PartitionWriter writer in dirty)
        {
            writer.IsDirty = false;
            partitions.Add(new PartitionCheckpoint
            {
                Partition = writer.Partition,
                Segment = writer.Active,
                Position = writer.Active.Position,
                NextOffset = writer.NextOffset,
                ProducersOffset = writer.SavedProducersOffset,
            });
        }

        return new CheckpointMarker(partitions);
    }
}
