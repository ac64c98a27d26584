using System.Globalization;
using System.Text;

namespace EdgeLog.Storage;

/// <summary>
/// The file <c>fingerprints</c> in a partition's folder: whose folder it is, and what each sealed segment is known
/// again by, one a line, a checksum at the end. Written by recovery and then by the flusher, before readers see a
/// segment as sealed.
/// </summary>
internal static class FingerprintFile
{
    private const string Header = "edgelog-fingerprints 1";

    public static string PathIn(string directory) => Path.Combine(directory, "fingerprints");

    /// <summary>
    /// Replaces the file; the caller flushes the directory. Where the disk is full it goes: an older one would say of
    /// a new segment that it is another's.
    /// </summary>
    public static void Write(
        LogFileSystem files, string directory, PartitionKey key, IEnumerable<SealedSegment> segments)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture, $"{Header} {LogPaths.FormatTopicId(key.TopicId)} {key.Partition}\n");
        foreach (SealedSegment segment in segments)
        {
            if (segment.Fingerprint is { IsEmpty: false } fingerprint)
            {
                text.Append(CultureInfo.InvariantCulture, $"{segment.BaseOffset}");
                fingerprint.Write(text);
                text.Append('\n');
            }
        }

        try
        {
            AtomicFile.WriteUnflushedName(files, PathIn(directory), ChecksummedText.Seal(text));
        }
        catch (IOException exception) when (LogContext.IsDiskFull(exception))
        {
            files.Delete(PathIn(directory));
        }
    }

    /// <summary>
    /// The fingerprints by base offset; none where the file is missing, not whole or another partition's: what is not
    /// known is taken as it is.
    /// </summary>
    public static Dictionary<long, SegmentFingerprint> Read(string directory, PartitionKey key)
    {
        var fingerprints = new Dictionary<long, SegmentFingerprint>();
        string[]? lines = ChecksummedText.Read(PathIn(directory));
        if (OwnerIn(lines) != key)
        {
            return fingerprints;
        }

        foreach (string[] fields in lines!.Skip(1).Select(line => line.Split(' ')))
        {
            fingerprints[long.Parse(fields[0], CultureInfo.InvariantCulture)] =
                SegmentFingerprint.Parse(fields.Skip(1));
        }

        return fingerprints;
    }

    /// <summary>Whose the folder is; null where the file does not say.</summary>
    public static PartitionKey? ReadOwner(string directory) => OwnerIn(ChecksummedText.Read(PathIn(directory)));

    private static PartitionKey? OwnerIn(string[]? lines)
    {
        string[] fields = lines is { Length: > 0 } ? lines[0].Split(' ') : [];
        return fields.Length == 4
            && $"{fields[0]} {fields[1]}" == Header
            && LogPaths.TryParseTopicId(fields[2], out Guid topicId)
            && int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out int partition)
            ? new PartitionKey(topicId, partition)
            : null;
    }
}
