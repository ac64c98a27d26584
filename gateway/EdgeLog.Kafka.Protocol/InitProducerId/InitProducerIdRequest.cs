namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks for a producer id: at once for idempotence, or for a transactional id.</summary>
public sealed class InitProducerIdRequest
{
    /// <summary>The transactional id; null for idempotence only.</summary>
    public string? TransactionalId { get; set; }

    /// <summary>After how many milliseconds an open transaction is aborted.</summary>
    public int TransactionTimeoutMs { get; set; }

    /// <summary>The id the producer has, to get a new epoch of; -1 for none.</summary>
    public long ProducerId { get; set; } = -1;

    /// <summary>The epoch the producer has; -1 for none.</summary>
    public short ProducerEpoch { get; set; } = -1;

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static InitProducerIdRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.InitProducerId, version);
        var request = new InitProducerIdRequest();
        request.TransactionalId = reader.ReadNullableString();
        request.TransactionTimeoutMs = reader.ReadInt32();

        if (version >= 3)
        {
            request.ProducerId = reader.ReadInt64();
            request.ProducerEpoch = reader.ReadInt16();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.InitProducerId, version);
        writer.WriteNullableString(TransactionalId);
        writer.WriteInt32(TransactionTimeoutMs);

        if (version >= 3)
        {
            writer.WriteInt64(ProducerId);
            writer.WriteInt16(ProducerEpoch);
        }

        writer.WriteNoTags();
    }
}
