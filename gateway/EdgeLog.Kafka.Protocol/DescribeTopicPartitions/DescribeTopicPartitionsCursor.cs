namespace EdgeLog.Kafka.Protocol;

/// <summary>Where a page of topics starts.</summary>
/// <param name="TopicName">The topic.</param>
/// <param name="PartitionIndex">Its partition.</param>
public sealed record DescribeTopicPartitionsCursor(string TopicName, int PartitionIndex)
{
    private const sbyte NullMarker = -1;
    private const sbyte PresentMarker = 1;

    internal static DescribeTopicPartitionsCursor? Read(ref KafkaReader reader)
    {
        if (reader.ReadInt8() < 0)
        {
            return null;
        }

        var cursor = new DescribeTopicPartitionsCursor(reader.ReadName(), reader.ReadInt32());
        reader.SkipTags();
        return cursor;
    }

    internal static void Write(ref KafkaWriter writer, DescribeTopicPartitionsCursor? cursor)
    {
        writer.WriteInt8(cursor is null ? NullMarker : PresentMarker);
        if (cursor is null)
        {
            return;
        }

        writer.WriteString(cursor.TopicName);
        writer.WriteInt32(cursor.PartitionIndex);
        writer.WriteNoTags();
    }
}
