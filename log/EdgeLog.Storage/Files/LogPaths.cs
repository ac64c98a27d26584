using System.Buffers.Text;
using System.Globalization;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>Where things are in a data directory, and how a topic's id is written there.</summary>
internal static class LogPaths
{
    public const string LogSuffix = ".log";
    public const string OffsetIndexSuffix = ".index";
    public const string TimeIndexSuffix = ".timeindex";
    public const string DeletedSuffix = ".deleted";

    /// <summary>In the names of things that were in the way.</summary>
    public const string AsideMark = ".aside-";

    /// <summary>The endings of a segment's three files.</summary>
    public static IReadOnlyList<string> SegmentSuffixes { get; } = [LogSuffix, OffsetIndexSuffix, TimeIndexSuffix];

    /// <summary>The folder of a partition.</summary>
    public static string Partition(string directory, TopicPartition id) => Path.Combine(directory, id.ToString());

    /// <summary>The folders in a data directory that have a partition's name.</summary>
    public static IEnumerable<string> PartitionFolders(string directory) =>
        Directory.EnumerateDirectories(directory).Where(path => ParsePartition(path) is not null);

    /// <summary>The partition that a folder's name says; null where it is not one's, or was renamed.</summary>
    public static TopicPartition? ParsePartition(string path)
    {
        string name = Path.GetFileName(path);
        int dash = name.LastIndexOf('-');
        return dash > 0
            && !name.Contains(AsideMark, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && TopicName.ProblemWith(name[..dash]) is null
            ? new TopicPartition(name[..dash], index)
            : null;
    }

    /// <summary>A segment's file: 20 digits of its base offset, and the suffix.</summary>
    public static string Segment(string partitionDirectory, long baseOffset, string suffix) =>
        Path.Combine(partitionDirectory, baseOffset.ToString("D20", CultureInfo.InvariantCulture) + suffix);

    /// <summary>The base offset a segment's file name says, or null where it is not a segment's.</summary>
    public static long? ParseBaseOffset(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return name.Length == 20
            && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            ? offset
            : null;
    }

    /// <summary>Another name, free by now, for something that is in the way.</summary>
    public static string Aside(string path)
    {
        for (int i = 1; ; i++)
        {
            string aside = string.Create(CultureInfo.InvariantCulture, $"{path}{AsideMark}{i}");
            if (!Path.Exists(aside))
            {
                return aside;
            }
        }
    }

    /// <summary>A topic id as Kafka writes it: 22 characters of URL-safe base64, big-endian.</summary>
    public static string FormatTopicId(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a topic id as <see cref="FormatTopicId"/> writes it.</summary>
    public static bool TryParseTopicId(ReadOnlySpan<char> text, out Guid id)
    {
        Span<byte> bytes = stackalloc byte[18];
        id = default;
        bool isText = text.Length == 22 && Base64Url.IsValid(text);
        if (!isText || !Base64Url.TryDecodeFromChars(text, bytes, out int length) || length != 16)
        {
            return false;
        }

        id = new Guid(bytes[..16], bigEndian: true);
        return true;
    }

    /// <summary>A new random id whose text does not begin with a dash, as Kafka's ids do not.</summary>
    public static Guid NewTopicId()
    {
        Guid id;
        do
        {
            id = Guid.NewGuid();
        }
        while (FormatTopicId(id)[0] == '-');

        return id;
    }
}
