namespace EdgeLog.Kafka.Protocol;

/// <summary>Who leads a partition, told beside an error (KIP-951).</summary>
/// <param name="LeaderId">The broker's id; -1 for none or unknown.</param>
/// <param name="LeaderEpoch">Its epoch; -1 where unknown.</param>
public readonly record struct PartitionLeader(int LeaderId, int LeaderEpoch)
{
    /// <summary>Nobody, or not told.</summary>
    public static PartitionLeader None => new(-1, -1);

    internal static PartitionLeader Read(ref KafkaReader reader)
    {
        var leader = new PartitionLeader(reader.ReadInt32(), reader.ReadInt32());
        reader.SkipTags();
        return leader;
    }

    internal void Write(ref KafkaWriter writer)
    {
        writer.WriteInt32(LeaderId);
        writer.WriteInt32(LeaderEpoch);
        writer.WriteNoTags();
    }
}
