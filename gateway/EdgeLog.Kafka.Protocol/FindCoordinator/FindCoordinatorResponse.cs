namespace EdgeLog.Kafka.Protocol;

/// <summary>Who coordinates a group or transactional id.</summary>
public sealed class FindCoordinatorResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What went wrong, in words, or null.</summary>
    public string? ErrorMessage { get; set; } = "";

    /// <summary>The coordinator's id, up to version 3.</summary>
    public int NodeId { get; set; }

    /// <summary>Where it listens.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; set; }

    /// <summary>One for each key, from version 4 on.</summary>
    public List<Coordinator> Coordinators { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static FindCoordinatorResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.FindCoordinator, version);
        var response = new FindCoordinatorResponse();
        if (version >= 1)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        if (version <= 3)
        {
            response.ErrorCode = reader.ReadErrorCode();
        }

        if (version is >= 1 and <= 3)
        {
            response.ErrorMessage = reader.ReadNullableString();
        }

        if (version <= 3)
        {
            response.NodeId = reader.ReadInt32();
            response.Host = reader.ReadString();
            response.Port = reader.ReadInt32();
        }

        if (version >= 4)
        {
            response.Coordinators = reader.ReadArray<Coordinator>(version);
        }

        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.FindCoordinator, version);
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }

        if (version <= 3)
        {
            writer.WriteErrorCode(ErrorCode);
        }

        if (version is >= 1 and <= 3)
        {
            writer.WriteNullableString(ErrorMessage);
        }

        if (version <= 3)
        {
            writer.WriteInt32(NodeId);
            writer.WriteString(Host);
            writer.WriteInt32(Port);
        }

        if (version >= 4)
        {
            writer.WriteArray(Coordinators, version);
        }

        writer.WriteNoTags();
    }

    /// <summary>The coordinator of one key.</summary>
    public sealed class Coordinator : IMessagePart<Coordinator>
    {
        /// <summary>The group or transactional id.</summary>
        public string Key { get; set; } = "";

        /// <summary>Its id.</summary>
        public int NodeId { get; set; }

        /// <summary>Where it listens.</summary>
        public string Host { get; set; } = "";

        /// <summary>Its port.</summary>
        public int Port { get; set; }

        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words, or null.</summary>
        public string? ErrorMessage { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Coordinator Read(ref KafkaReader reader, short version)
        {
            var coordinator = new Coordinator();
            coordinator.Key = reader.ReadString();
            coordinator.NodeId = reader.ReadInt32();
            coordinator.Host = reader.ReadString();
            coordinator.Port = reader.ReadInt32();
            coordinator.ErrorCode = reader.ReadErrorCode();
            coordinator.ErrorMessage = reader.ReadNullableString();
            reader.SkipTags();
            return coordinator;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Key);
            writer.WriteInt32(NodeId);
            writer.WriteString(Host);
            writer.WriteInt32(Port);
            writer.WriteErrorCode(ErrorCode);
            writer.WriteNullableString(ErrorMessage);
            writer.WriteNoTags();
        }
    }
}
