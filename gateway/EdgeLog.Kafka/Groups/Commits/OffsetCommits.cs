using System.Text;
using EdgeLog.Kafka.Groups.Classic;
using EdgeLog.Kafka.Groups.Consumer;
using EdgeLog.Kafka.Groups.Records;
using EdgeLog.Kafka.Offsets;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Groups.Commits;

/// <summary>Judges commits, writes what is good of them, and answers when that is durable.</summary>
internal sealed class OffsetCommits(GroupCoordinator coordinator)
{
    /// <summary>From this version on a group that is not there is told as such.</summary>
    private const short GroupNotFoundVersion = 9;

    private const short TopicIdVersion = 10;

    public void Commit(OffsetCommitRequest request, short version, TaskCompletionSource<OffsetCommitResponse> answer)
    {
        var refused = Refuse(request, version);
        var records = new List<GroupRecord>();
        var response = new OffsetCommitResponse();
        foreach (var wanted in request.Topics)
        {
            var topic = version >= TopicIdVersion
                ? coordinator.Log.Topics.Find(wanted.TopicId)
                : coordinator.Log.Topics.Find(wanted.Name);
            var result = new OffsetCommitResponse.Topic { Name = wanted.Name, TopicId = wanted.TopicId };
            response.Topics.Add(result);
            foreach (var partition in wanted.Partitions)
            {
                var error = refused != ErrorCode.None ? refused : Judge(topic, partition, version);
                if (error == ErrorCode.None && !HasRoom(request.GroupId, topic!.Name, partition, records.Count))
                {
                    error = ErrorCode.InvalidCommitOffsetSize;
                }

                if (error == ErrorCode.None)
                {
                    records.Add(RecordOf(request.GroupId, topic!, partition));
                }

                result.Partitions.Add(new() { PartitionIndex = partition.PartitionIndex, ErrorCode = error });
            }
        }

        if (records.Count == 0)
        {
            answer.TrySetResult(response);
            return;
        }

        coordinator.Write(records, isDurable =>
        {
            if (!isDurable)
            {
                Fail(response);
            }

            answer.TrySetResult(response);
        });
    }

    private ErrorCode Refuse(OffsetCommitRequest request, short version)
    {
        if (request.GroupId.Length == 0 && version >= GroupNotFoundVersion)
        {
            return ErrorCode.InvalidGroupId;
        }

        if (coordinator.Table.Find(request.GroupId) is { } group)
        {
            return group.Consumer is { } consumer
                ? Validate(consumer, request, version)
                : ClassicGroups.ValidateCommit(group.Classic, request);
        }

        if (request.GenerationIdOrMemberEpoch >= 0)
        {
            return version >= GroupNotFoundVersion ? ErrorCode.GroupIdNotFound : ErrorCode.IllegalGeneration;
        }

        return coordinator.Table.Groups.Count < coordinator.Limits.GroupsMax
            ? ErrorCode.None
            : ErrorCode.GroupMaxSizeReached;
    }

    private static ErrorCode Validate(ConsumerGroup group, OffsetCommitRequest request, short version)
    {
        var error = ConsumerGroups.Validate(group, request.MemberId, request.GenerationIdOrMemberEpoch);
        return version < GroupNotFoundVersion && request.GenerationIdOrMemberEpoch >= 0
            ? ErrorCode.UnsupportedVersion
            : error;
    }

    private ErrorCode Judge(Topic? topic, OffsetCommitRequest.Partition partition, short version)
    {
        if (topic is null && version >= TopicIdVersion)
        {
            return ErrorCode.UnknownTopicId;
        }

        if (PartitionLookup.Find(topic, partition.PartitionIndex) is null)
        {
            return ErrorCode.UnknownTopicOrPartition;
        }

        var metadataBytes = Encoding.UTF8.GetByteCount(partition.CommittedMetadata ?? "");
        return metadataBytes > coordinator.Limits.MetadataBytesMax
            ? ErrorCode.OffsetMetadataTooLarge
            : ErrorCode.None;
    }

    private GroupRecord RecordOf(string groupId, Topic topic, OffsetCommitRequest.Partition partition) => new(
        GroupRecordKey.OfOffset(groupId, topic.Name, partition.PartitionIndex),
        new OffsetCommitValue
        {
            Offset = partition.CommittedOffset,
            LeaderEpoch = partition.CommittedLeaderEpoch,
            Metadata = partition.CommittedMetadata ?? "",
            CommitTimestamp = coordinator.Time.GetUtcNow().ToUnixTimeMilliseconds(),
            TopicId = topic.Id,
        });

    private bool HasRoom(string groupId, string topic, OffsetCommitRequest.Partition partition, int added) =>
        coordinator.Table.OffsetCount + added < coordinator.Limits.OffsetsMax
        || coordinator.Offsets.Find(groupId, topic, partition.PartitionIndex) is not null;

    private static void Fail(OffsetCommitResponse response)
    {
        foreach (var partition in response.Topics.SelectMany(topic => topic.Partitions))
        {
            partition.ErrorCode = partition.ErrorCode == ErrorCode.None
                ? ErrorCode.CoordinatorNotAvailable
                : partition.ErrorCode;
        }
    }
}
