namespace EdgeLog.Kafka.Protocol;

/// <summary>A group's epoch, new protocol.</summary>
public sealed class ConsumerGroupMetadataValue
{
    /// <summary>The group's epoch.</summary>
    public int Epoch { get; set; }

    /// <summary>What the subscribed topics looked like, as one number.</summary>
    public long MetadataHash { get; set; }

    /// <summary>Reads the value in <paramref name="version"/>.</summary>
    public static ConsumerGroupMetadataValue Read(ref KafkaReader reader, short version)
    {
        reader.BeginRecord(version, flexibleFrom: 0);
        var value = new ConsumerGroupMetadataValue();
        value.Epoch = reader.ReadInt32();
        for (var left = reader.ReadTagCount(); left > 0; left--)
        {
            if (reader.BeginTag(out var end) == 0)
            {
                value.MetadataHash = reader.ReadInt64();
            }

            reader.EndTag(end);
        }

        return value;
    }

    /// <summary>Writes the value.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginRecord(version, flexibleFrom: 0);
        writer.WriteInt32(Epoch);
        if (MetadataHash == 0)
        {
            writer.WriteNoTags();
            return;
        }

        writer.WriteTagCount(1);
        var start = writer.BeginTag(0);
        writer.WriteInt64(MetadataHash);
        writer.EndTag(start);
    }
}
