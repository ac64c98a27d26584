namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// The APIs a broker serves. To a version the broker lacks it answers error 35 in version 0 with its own range of
/// ApiVersions as the only entry (KIP-511).
/// </summary>
public sealed class ApiVersionsResponse
{
    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What is served.</summary>
    public List<Api> ApiKeys { get; set; } = [];

    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>Features the broker could have.</summary>
    public List<SupportedFeature> SupportedFeatures { get; set; } = [];

    /// <summary>The epoch of <see cref="FinalizedFeatures"/>; -1 where there are none.</summary>
    public long FinalizedFeaturesEpoch { get; set; } = -1;

    /// <summary>Features that are on in the cluster.</summary>
    public List<FinalizedFeature> FinalizedFeatures { get; set; } = [];

    /// <summary>Whether the cluster may move away from ZooKeeper.</summary>
    public bool ZkMigrationReady { get; set; }

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static ApiVersionsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ApiVersions, version);
        var response = new ApiVersionsResponse();
        response.ErrorCode = reader.ReadErrorCode();
        response.ApiKeys = reader.ReadArray<Api>(version);

        if (version >= 1)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        for (var left = reader.ReadTagCount(); left > 0; left--)
        {
            switch (reader.BeginTag(out var end))
            {
                case 0:
                    response.SupportedFeatures = reader.ReadArray<SupportedFeature>(version);
                    break;
                case 1:
                    response.FinalizedFeaturesEpoch = reader.ReadInt64();
                    break;
                case 2:
                    response.FinalizedFeatures = reader.ReadArray<FinalizedFeature>(version);
                    break;
                case 3:
                    response.ZkMigrationReady = reader.ReadBoolean();
                    break;
            }

            reader.EndTag(end);
        }

        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ApiVersions, version);
        writer.WriteErrorCode(ErrorCode);
        writer.WriteArray(ApiKeys, version);

        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }

        if (!writer.IsFlexible)
        {
            return;
        }

        writer.WriteTagCount(
            (SupportedFeatures.Count > 0 ? 1 : 0) + (FinalizedFeaturesEpoch != -1 ? 1 : 0)
            + (FinalizedFeatures.Count > 0 ? 1 : 0) + (ZkMigrationReady ? 1 : 0));
        if (SupportedFeatures.Count > 0)
        {
            var start = writer.BeginTag(0);
            writer.WriteArray(SupportedFeatures, version);
            writer.EndTag(start);
        }

        if (FinalizedFeaturesEpoch != -1)
        {
            var start = writer.BeginTag(1);
            writer.WriteInt64(FinalizedFeaturesEpoch);
            writer.EndTag(start);
        }

        if (FinalizedFeatures.Count > 0)
        {
            var start = writer.BeginTag(2);
            writer.WriteArray(FinalizedFeatures, version);
            writer.EndTag(start);
        }

        if (ZkMigrationReady)
        {
            var start = writer.BeginTag(3);
            writer.WriteBoolean(ZkMigrationReady);
            writer.EndTag(start);
        }
    }

    /// <summary>One API.</summary>
    public sealed class Api : IMessagePart<Api>
    {
        /// <summary>Its number.</summary>
        public ApiKey Key { get; set; }

        /// <summary>Its lowest version.</summary>
        public short MinVersion { get; set; }

        /// <summary>Its highest version.</summary>
        public short MaxVersion { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Api Read(ref KafkaReader reader, short version)
        {
            var api = new Api();
            api.Key = (ApiKey)reader.ReadInt16();
            api.MinVersion = reader.ReadInt16();
            api.MaxVersion = reader.ReadInt16();
            reader.SkipTags();
            return api;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt16((short)Key);
            writer.WriteInt16(MinVersion);
            writer.WriteInt16(MaxVersion);
            writer.WriteNoTags();
        }
    }

    /// <summary>A feature the broker could have.</summary>
    public sealed class SupportedFeature : IMessagePart<SupportedFeature>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>Its lowest level.</summary>
        public short MinVersion { get; set; }

        /// <summary>Its highest level.</summary>
        public short MaxVersion { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static SupportedFeature Read(ref KafkaReader reader, short version)
        {
            var supportedFeature = new SupportedFeature();
            supportedFeature.Name = reader.ReadString();
            supportedFeature.MinVersion = reader.ReadInt16();
            supportedFeature.MaxVersion = reader.ReadInt16();
            reader.SkipTags();
            return supportedFeature;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteInt16(MinVersion);
            writer.WriteInt16(MaxVersion);
            writer.WriteNoTags();
        }
    }

    /// <summary>A feature that is on.</summary>
    public sealed class FinalizedFeature : IMessagePart<FinalizedFeature>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>The level it is on at.</summary>
        public short MaxVersionLevel { get; set; }

        /// <summary>The lowest level it may be on at.</summary>
        public short MinVersionLevel { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static FinalizedFeature Read(ref KafkaReader reader, short version)
        {
            var finalizedFeature = new FinalizedFeature();
            finalizedFeature.Name = reader.ReadString();
            finalizedFeature.MaxVersionLevel = reader.ReadInt16();
            finalizedFeature.MinVersionLevel = reader.ReadInt16();
            reader.SkipTags();
            return finalizedFeature;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteInt16(MaxVersionLevel);
            writer.WriteInt16(MinVersionLevel);
            writer.WriteNoTags();
        }
    }
}
