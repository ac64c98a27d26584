namespace EdgeLog.Kafka.Protocol;

/// <summary>The groups there are.</summary>
public sealed class ListGroupsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The groups.</summary>
    public List<Group> Groups { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static ListGroupsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ListGroups, version);
        var response = new ListGroupsResponse();
        if (version >= 1)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        response.ErrorCode = reader.ReadErrorCode();
        response.Groups = reader.ReadArray<Group>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ListGroups, version);
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }

        writer.WriteErrorCode(ErrorCode);
        writer.WriteArray(Groups, version);
        writer.WriteNoTags();
    }

    /// <summary>One group.</summary>
    public sealed class Group : IMessagePart<Group>
    {
        /// <summary>The group.</summary>
        public string GroupId { get; set; } = "";

        /// <summary>What kind of group it is; <c>consumer</c> for consumers.</summary>
        public string ProtocolType { get; set; } = "";

        /// <summary>The group's state, in words.</summary>
        public string GroupState { get; set; } = "";

        /// <summary>The group's type, in words.</summary>
        public string GroupType { get; set; } = "";

        /// <summary>Reads one, as part of its message.</summary>
        public static Group Read(ref KafkaReader reader, short version)
        {
            var group = new Group();
            group.GroupId = reader.ReadName();
            group.ProtocolType = reader.ReadString();

            if (version >= 4)
            {
                group.GroupState = reader.ReadString();
            }

            if (version >= 5)
            {
                group.GroupType = reader.ReadString();
            }

            reader.SkipTags();
            return group;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(GroupId);
            writer.WriteString(ProtocolType);

            if (version >= 4)
            {
                writer.WriteString(GroupState);
            }

            if (version >= 5)
            {
                writer.WriteString(GroupType);
            }

            writer.WriteNoTags();
        }
    }
}
