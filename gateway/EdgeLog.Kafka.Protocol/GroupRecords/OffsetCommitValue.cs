namespace EdgeLog.Kafka.Protocol;

/// <summary>A committed offset as <c>__consumer_offsets</c> holds it.</summary>
public sealed class OffsetCommitValue
{
    /// <summary>The offset.</summary>
    public long Offset { get; set; }

    /// <summary>The epoch of the record before it; -1 where unknown.</summary>
    public int LeaderEpoch { get; set; } = -1;

    /// <summary>What the client put there.</summary>
    public string Metadata { get; set; } = "";

    /// <summary>When it was committed, in milliseconds since 1970.</summary>
    public long CommitTimestamp { get; set; }

    /// <summary>When it ends, in milliseconds since 1970; -1 where not told.</summary>
    public long ExpireTimestamp { get; set; } = -1;

    /// <summary>The id.</summary>
    public Guid TopicId { get; set; }

    /// <summary>Reads the value in <paramref name="version"/>.</summary>
    public static OffsetCommitValue Read(ref KafkaReader reader, short version)
    {
        reader.BeginRecord(version, flexibleFrom: 4);
        var value = new OffsetCommitValue();
        value.Offset = reader.ReadInt64();

        if (version >= 3)
        {
            value.LeaderEpoch = reader.ReadInt32();
        }

        value.Metadata = reader.ReadString();
        value.CommitTimestamp = reader.ReadInt64();

        if (version == 1)
        {
            value.ExpireTimestamp = reader.ReadInt64();
        }

        for (var left = reader.ReadTagCount(); left > 0; left--)
        {
            if (reader.BeginTag(out var end) == 0)
            {
                value.TopicId = reader.ReadUuid();
            }

            reader.EndTag(end);
        }

        return value;
    }

    /// <summary>Writes the value.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginRecord(version, flexibleFrom: 4);
        writer.WriteInt64(Offset);

        if (version >= 3)
        {
            writer.WriteInt32(LeaderEpoch);
        }

        writer.WriteString(Metadata);
        writer.WriteInt64(CommitTimestamp);

        if (version == 1)
        {
            writer.WriteInt64(ExpireTimestamp);
        }

        if (TopicId == Guid.Empty)
        {
            writer.WriteNoTags();
            return;
        }

        writer.WriteTagCount(1);
        var start = writer.BeginTag(0);
        writer.WriteUuid(TopicId);
        writer.EndTag(start);
    }
}
