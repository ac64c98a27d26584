namespace EdgeLog.Storage.Tests;

/// <summary>A topic of the model, and which promises it makes.</summary>
internal sealed record ModelTopic(string Name, int Partitions)
{
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Acknowledged when written, shown when flushed.</summary>
    public bool IsWeak { get; init; }

    /// <summary>Compacted: every record has a key.</summary>
    public bool IsKeyed { get; init; }

    /// <summary>Whether segments of it are let go.</summary>
    public bool IsExpiring { get; init; }

    /// <summary>The topics of a run.</summary>
    public static ModelTopic[] Choose(Random random) =>
    [
        new("plain", 2)
        {
            IsExpiring = true,
            Settings = Rolled(("retention.bytes", $"{random.Next(500, 20_000)}")),
        },
        new("packed", 1)
        {
            IsExpiring = true,
            Settings = Rolled(("retention.ms", "90000"), ("compression.type", CodecName(random))),
        },
        new("weak", 1) { IsWeak = true, Settings = Rolled(("flush.messages", "5"), ("flush.ms", "20000")) },
        new("keys", 1)
        {
            IsKeyed = true,
            Settings = Rolled(
                ("cleanup.policy", "compact"),
                ("min.cleanable.dirty.ratio", "0"),
                ("delete.retention.ms", "70000"),
                ("compression.type", CodecName(random))),
        },
        new("both", 1)
        {
            IsKeyed = true,
            IsExpiring = true,
            Settings = Rolled(
                ("cleanup.policy", "compact,delete"),
                ("min.cleanable.dirty.ratio", "0"),
                ("retention.bytes", $"{random.Next(500, 10_000)}")),
        },
    ];

    private static Dictionary<string, string> Rolled(params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        all["segment.bytes"] = "65536";
        all["segment.ms"] = "60000";
        return all;
    }

    private static string CodecName(Random random) =>
        random.GetItems(["producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"], 1)[0];
}
