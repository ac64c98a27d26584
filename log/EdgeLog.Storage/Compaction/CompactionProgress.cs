using System.Globalization;
using System.Text;

namespace EdgeLog.Storage;

/// <summary>
/// How far each partition is compacted, in the file <c>compaction</c>: text, one line a partition, a checksum at the
/// end. Derived: where it is lost, everything counts as not yet compacted and is looked at once more. Owned by the
/// compactor.
/// </summary>
internal sealed class CompactionProgress
{
    private const string FileName = "compaction";
    private const string Header = "edgelog-compaction 1";

    private readonly LogFileSystem _files;
    private readonly string _path;
    private readonly Dictionary<PartitionKey, long> _firstDirty = [];

    public CompactionProgress(LogFileSystem files, string directory)
    {
        _files = files;
        _path = Path.Combine(directory, FileName);
        string[] lines = ChecksummedText.Read(_path) ?? [];
        foreach (string line in lines.Length > 0 && lines[0] == Header ? lines.Skip(1) : [])
        {
            string[] fields = line.Split(' ');
            if (LogPaths.TryParseTopicId(fields[0], out Guid topicId))
            {
                _firstDirty[new PartitionKey(topicId, (int)Number(fields[1]))] = Number(fields[2]);
            }
        }
    }

    /// <summary>Whether a pass over the partition was ever begun.</summary>
    public bool Knows(PartitionKey partition) => _firstDirty.ContainsKey(partition);

    /// <summary>The first offset of a partition that was not compacted yet.</summary>
    public long FirstDirty(Partition partition)
    {
        long start = partition.LogStartOffset.Value;
        long known = _firstDirty.GetValueOrDefault(PartitionKey.Of(partition), start);

        // Ahead of the log's end only after damage: then nothing is taken for granted.
        return known > partition.HighWatermark.Value ? start : Math.Max(start, known);
    }

    /// <summary>Notes durably that a partition is compacted up to <paramref name="offset"/>.</summary>
    public void Set(Partition partition, long offset, TopicCatalog topics)
    {
        _firstDirty[PartitionKey.Of(partition)] = offset;
        var text = new StringBuilder(Header).Append('\n');
        foreach ((PartitionKey key, long dirty) in _firstDirty)
        {
            if (topics.Find(key.TopicId) is null)
            {
                _firstDirty.Remove(key);
                continue;
            }

            text.Append(LogPaths.FormatTopicId(key.TopicId)).Append(
                CultureInfo.InvariantCulture, $" {key.Partition} {dirty}\n");
        }

        AtomicFile.Write(_files, _path, ChecksummedText.Seal(text));
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
