using System.Globalization;
using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The file <c>state</c>: the journal's life, the leader epoch, and the directory's identity once more. Replaced when
/// the log is opened, after recovery has finished: from then on the journal's old entries count for nothing.
/// </summary>
internal sealed record LogState(long JournalEpoch, LeaderEpoch LeaderEpoch)
{
    private const string FileName = "state";
    private const string CleanMarkerName = "clean-shutdown";
    private const string OldHeader = "edgelog-state 1";
    private const string Header = "edgelog-state 2";

    /// <summary>The directory's identity; null in a file of format 1.</summary>
    public Guid? DirectoryId { get; init; }

    public void Write(LogFileSystem files, string directory)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Header}\njournal-epoch {JournalEpoch}\nleader-epoch {LeaderEpoch.Value}\nid {DirectoryId:D}\n");
        AtomicFile.Write(files, Path.Combine(directory, FileName), ChecksummedText.Seal(text));
    }

    public static bool Exists(string directory) => Path.Exists(Path.Combine(directory, FileName));

    /// <summary>Reads the file; null where it is missing or not whole.</summary>
    public static LogState? Read(string directory) =>
        ChecksummedText.Read(Path.Combine(directory, FileName)) switch
        {
            [OldHeader, { } journal, { } leader] =>
                new LogState(Field(journal), new LeaderEpoch((int)Field(leader))),
            [Header, { } journal, { } leader, { } id] =>
                new LogState(Field(journal), new LeaderEpoch((int)Field(leader)))
                {
                    DirectoryId = Guid.TryParse(id.AsSpan("id ".Length), out Guid parsed) ? parsed : null,
                },
            _ => null,
        };

    /// <summary>
    /// Whether the last stop was clean: the marker is of this life of the journal. In a directory of format 1 it told
    /// nothing of that.
    /// </summary>
    public static bool IsClean(string directory, long journalEpoch, int formatVersion)
    {
        string path = Path.Combine(directory, CleanMarkerName);
        return formatVersion == 1
            ? File.Exists(path)
            : ChecksummedText.Read(path) is [{ } marker] && marker == MarkerOf(journalEpoch);
    }

    public static void MarkClean(LogFileSystem files, string directory, long journalEpoch) => AtomicFile.Write(
        files,
        Path.Combine(directory, CleanMarkerName),
        ChecksummedText.Seal(new StringBuilder(MarkerOf(journalEpoch)).Append('\n')));

    public static void ClearClean(LogFileSystem files, string directory) =>
        AtomicFile.Delete(files, Path.Combine(directory, CleanMarkerName));

    private static string MarkerOf(long journalEpoch) =>
        string.Create(CultureInfo.InvariantCulture, $"clean {journalEpoch}");

    private static long Field(string line) =>
        long.Parse(line.AsSpan(line.IndexOf(' ', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
}
