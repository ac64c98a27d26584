using System.Text;

namespace EdgeLog.PowerCut;

/// <summary>
/// Which topics there are and who writes to them, so that every way into the log is gone: small groups through the
/// journal, large ones past it, rolls, checkpoints, retention, compression, repeats of idempotent producers.
/// </summary>
internal sealed class LoadPlan
{
    private const string SmallSegment = "65536";
    private const string MiddleSegment = "1048576";

    public IReadOnlyList<TopicPlan> Topics { get; } =
    [
        new("fleet", 4),
        new("packed", 1) { Settings = new() { ["compression.type"] = "zstd", ["segment.bytes"] = SmallSegment } },
        new("orders", 2) { Settings = new() { ["segment.bytes"] = MiddleSegment } },
        new("once", 1) { Settings = new() { ["segment.bytes"] = SmallSegment } },
        Retained("rolling", 2 * 1024 * 1024, SmallSegment),
        Retained("images", 8 * 1024 * 1024, MiddleSegment),
        Retained("bulk", 16 * 1024 * 1024, "4194304"),
    ];

    public IReadOnlyList<StreamPlan> Streams { get; } =
    [
        Device(0, "fleet", 40, 60, 200),
        Device(1, "fleet", 20, 60, 200),
        Device(2, "fleet", 10, 60, 200),
        Device(3, "fleet", 4, 60, 200),
        Device(4, "packed", 40, 300, 600),
        Device(5, "rolling", 60, 700, 1_500),
        Device(6, "images", 6, 20_000, 200_000) with { InFlight = 8 },
        Producer(7, "orders", 0, 100) with { SizeMin = 40, SizeMax = 300, BatchMax = 20 },
        Producer(8, "orders", 1, 30) with { SizeMin = 40, SizeMax = 300, BatchMax = 3 },
        Producer(9, "once", 0, 60) with
        {
            SizeMin = 40, SizeMax = 500, BatchMax = 10, Protocol = StreamProtocol.Idempotent,
        },
        Producer(10, "bulk", 0, 200) with { SizeMin = 2_000, SizeMax = 6_000, BatchMax = 150, InFlight = 3 },
    ];

    public TopicPlan Topic(string name) => Topics.Single(topic => topic.Name == name);

    /// <summary>The gateway's configuration.</summary>
    public string ToYaml(Durability durability)
    {
        var yaml = new StringBuilder("""
            include: /run/wait.yaml
            gateway:
              name: powercut
            data:
              directory: /data/edgelog
            listeners:
              mqtt: { address: '0.0.0.0:1883', allow_anonymous: true }
              kafka: { address: '0.0.0.0:9092', allow_anonymous: true }
            devices: []
            mqtt:
              routes:

            """);
        foreach (TopicPlan topic in Topics)
        {
            yaml.Append($"    - filter: '{topic.Name}/{{client}}'\n");
            yaml.Append($"      topic: {topic.Name}\n      key: '{{client}}'\n");
        }

        yaml.Append("topics:\n");
        foreach (TopicPlan topic in Topics)
        {
            yaml.Append($"  {topic.Name}:\n    partitions: {topic.Partitions}\n");
            foreach ((string name, string value) in topic.Settings)
            {
                yaml.Append($"    {name}: {value}\n");
            }

            if (durability == Durability.Weak)
            {
                yaml.Append("    flush.messages: 1000000\n    flush.ms: 600000\n");
            }
        }

        return yaml.ToString();
    }

    private static TopicPlan Retained(string name, long bytes, string segmentBytes) => new(name, 1)
    {
        RetentionBytes = bytes,
        Settings = new() { ["retention.bytes"] = bytes.ToString(), ["segment.bytes"] = segmentBytes },
    };

    private static StreamPlan Device(int id, string topic, double messagesPerSecond, int sizeMin, int sizeMax) => new()
    {
        Id = id,
        Protocol = StreamProtocol.Mqtt,
        Topic = topic,
        MessagesPerSecond = messagesPerSecond,
        SizeMin = sizeMin,
        SizeMax = sizeMax,
    };

    private static StreamPlan Producer(int id, string topic, int partition, double messagesPerSecond) => new()
    {
        Id = id,
        Protocol = StreamProtocol.Kafka,
        Topic = topic,
        Partition = partition,
        MessagesPerSecond = messagesPerSecond,
        SizeMin = 1,
        SizeMax = 1,
        InFlight = 5,
    };
}
