using System.Globalization;
using System.Text;

namespace EdgeLog.Storage;

/// <summary>
/// The file <c>checkpoint</c>: every partition's recovery point and how far the journal is done with, as text, one
/// line a
/// partition, a checksum at the end. Replaced whole.
/// </summary>
/// <param name="JournalEpoch">The journal's life that <paramref name="JournalSequence"/> belongs to.</param>
/// <param name="JournalSequence">The last entry whose batches are all flushed in their segments.</param>
/// <param name="Points">The recovery points.</param>
internal sealed record CheckpointFile(
    long JournalEpoch, long JournalSequence, IReadOnlyDictionary<PartitionKey, RecoveryPoint> Points)
{
    private const string FileName = "checkpoint";
    private const string OldHeader = "edgelog-checkpoint 1";
    private const string SecondHeader = "edgelog-checkpoint 2";
    private const string Header = "edgelog-checkpoint 3";

    public static CheckpointFile Empty { get; } = new(0, 0, new Dictionary<PartitionKey, RecoveryPoint>());

    public void Write(LogFileSystem files, string directory)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Header}\njournal {JournalEpoch} {JournalSequence}\n");
        foreach ((PartitionKey key, RecoveryPoint point) in Points)
        {
            text.Append(LogPaths.FormatTopicId(key.TopicId)).Append(
                CultureInfo.InvariantCulture,
                $" {key.Partition} {point.SegmentBaseOffset} {point.Position} {point.NextOffset} "
                + $"{point.ProducersOffset} {point.LogStartOffset} {point.EpochsCrc}");
            point.Fingerprint.Write(text);
            text.Append('\n');
        }

        AtomicFile.Write(files, Path.Combine(directory, FileName), ChecksummedText.Seal(text));
    }

    /// <summary>Reads the file; null where it is missing or not whole, which is never evidence of anything.</summary>
    public static CheckpointFile? Read(string directory)
    {
        string[]? lines = ChecksummedText.Read(Path.Combine(directory, FileName));
        if (lines is null || lines.Length < 2 || lines[0] is not (Header or SecondHeader or OldHeader))
        {
            return null;
        }

        string[] journal = lines[1].Split(' ');
        var points = new Dictionary<PartitionKey, RecoveryPoint>();
        foreach (string line in lines.Skip(2))
        {
            string[] fields = line.Split(' ');
            if (!LogPaths.TryParseTopicId(fields[0], out Guid topicId))
            {
                return null;
            }

            points[new PartitionKey(topicId, (int)Number(fields[1]))] = new RecoveryPoint
            {
                SegmentBaseOffset = Number(fields[2]),
                Position = Number(fields[3]),
                NextOffset = Number(fields[4]),
                ProducersOffset = Number(fields[5]),
                LogStartOffset = Number(fields[6]),
                EpochsCrc = fields.Length > 7 ? (uint)Number(fields[lines[0] == SecondHeader ? 8 : 7]) : 0,
                Fingerprint = lines[0] == Header
                    ? SegmentFingerprint.Parse(fields.Skip(8))
                    : SegmentFingerprint.Empty,
            };
        }

        return new CheckpointFile(Number(journal[1]), Number(journal[2]), points);
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
