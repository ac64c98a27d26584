using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Cluster;

/// <summary>Tells what takes room on the disk: there is one directory, and every partition is in it.</summary>
internal static class DescribeLogDirsHandler
{
    public static WriteBody Handle(KafkaRequest request, DescribeLogDirsRequest body)
    {
        var log = request.Server.Log;
        var directory = new DescribeLogDirsResponse.Result
        {
            LogDir = log.Path,
            TotalBytes = new DriveInfo(log.Path).TotalSize,
            UsableBytes = log.Statistics.FilesystemFreeBytes,
        };
        foreach (var topic in log.Topics.Snapshot.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal))
        {
            var wanted = body.Topics?.Find(one => one.Topic == topic.Name);
            if (body.Topics is null || wanted is not null)
            {
                directory.Topics.Add(Describe(topic, wanted?.Partitions));
            }
        }

        return new DescribeLogDirsResponse { Results = [directory] }.Write;
    }

    private static DescribeLogDirsResponse.Topic Describe(Topic topic, List<int>? wanted) => new()
    {
        Name = topic.Name,
        Partitions =
        [
            .. topic.Partitions.Where(partition => wanted?.Contains(partition.Id.Partition) != false)
                .Select(partition => new DescribeLogDirsResponse.Partition
                {
                    PartitionIndex = partition.Id.Partition,
                    PartitionSize = partition.SizeBytes,
                }),
        ],
    };
}
