using System.Globalization;
using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The file <c>state</c>: the journal's life and the leader epoch. Replaced when the log is opened, after recovery has
/// finished: from then on the journal's old entries count for nothing.
/// </summary>
internal sealed record LogState(long JournalEpoch, LeaderEpoch LeaderEpoch)
{
    private const string FileName = "state";
    private const string CleanMarkerName = "clean-shutdown";
    private const string Header = "edgelog-state 1";

    public void Write(LogFileSystem files, string directory)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Header}\njournal-epoch {JournalEpoch}\nleader-epoch {LeaderEpoch.Value}\n");
        AtomicFile.Write(files, Path.Combine(directory, FileName), ChecksummedText.Seal(text));
    }

    /// <summary>Reads the file; null where it is missing or not whole.</summary>
    public static LogState? Read(string directory) =>
        ChecksummedText.Read(Path.Combine(directory, FileName)) is [Header, { } journal, { } leader]
            ? new LogState(Field(journal), new LeaderEpoch((int)Field(leader)))
            : null;

    public static bool IsClean(string directory) => File.Exists(Path.Combine(directory, CleanMarkerName));

    public static void MarkClean(LogFileSystem files, string directory) =>
        AtomicFile.Write(files, Path.Combine(directory, CleanMarkerName), "clean\n"u8);

    public static void ClearClean(LogFileSystem files, string directory) =>
        AtomicFile.Delete(files, Path.Combine(directory, CleanMarkerName));

    private static long Field(string line) =>
        long.Parse(line.AsSpan(line.IndexOf(' ', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
}
