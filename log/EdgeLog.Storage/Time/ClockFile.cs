using System.Globalization;
using System.Text;

namespace EdgeLog.Storage;

/// <summary>
/// The file <c>clock</c>: what the log knew of the time when it last wrote it down. Text with a checksum line, replaced
/// whole. Where it is missing or damaged the log starts all the same, and knows less.
/// </summary>
internal sealed record ClockFile
{
    private const string FileName = "clock";
    private const string Header = "edgelog-clock 1";

    /// <summary>The boot it was written in.</summary>
    public required Guid BootId { get; init; }

    /// <summary>Milliseconds since that boot, at the writing.</summary>
    public required long UpMs { get; init; }

    /// <summary>The steady time at the writing.</summary>
    public required long SteadyMs { get; init; }

    /// <summary>The steady time at which the log began: no file of it is older.</summary>
    public required long BeganMs { get; init; }

    /// <summary>The last trusted time; null where there was none yet.</summary>
    public required long? TrustedMs { get; init; }

    /// <summary>The steady time at <see cref="TrustedMs"/>.</summary>
    public required long TrustedSteadyMs { get; init; }

    /// <summary>The last time that was given to a record, trusted or not.</summary>
    public required long StampedMs { get; init; }

    /// <summary>Whether the clock was trusted at the writing.</summary>
    public bool IsTrusted => TrustedMs is not null && TrustedSteadyMs == SteadyMs;

    public void Write(LogFileSystem files, string directory)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Header}\nboot {BootId}\nup {UpMs}\nsteady {BeganMs} {SteadyMs}\n"
            + $"trusted {TrustedMs ?? -1} {TrustedSteadyMs}\nstamped {StampedMs}\n");
        AtomicFile.Write(files, Path.Combine(directory, FileName), ChecksummedText.Seal(text));
    }

    /// <summary>Reads the file; null where it is missing or not whole.</summary>
    public static ClockFile? Read(string directory)
    {
        string[]? lines = ChecksummedText.Read(Path.Combine(directory, FileName));
        if (lines is not [Header, { } boot, { } up, { } steady, { } trusted, { } stamped]
            || !Guid.TryParse(boot.AsSpan(boot.IndexOf(' ', StringComparison.Ordinal) + 1), out Guid bootId)
            || !TryRead(up, 1, out long[] upMs)
            || !TryRead(steady, 2, out long[] steadyMs)
            || !TryRead(trusted, 2, out long[] trustedMs)
            || !TryRead(stamped, 1, out long[] stampedMs))
        {
            return null;
        }

        return new ClockFile
        {
            BootId = bootId,
            UpMs = upMs[0],
            BeganMs = steadyMs[0],
            SteadyMs = steadyMs[1],
            TrustedMs = trustedMs[0] < 0 ? null : trustedMs[0],
            TrustedSteadyMs = trustedMs[1],
            StampedMs = stampedMs[0],
        };
    }

    /// <summary>The numbers behind a line's name; false where there are not as many as there should be.</summary>
    private static bool TryRead(string line, int count, out long[] numbers)
    {
        string[] fields = line.Split(' ');
        numbers = new long[count];
        bool isRead = fields.Length == count + 1;
        for (int i = 0; isRead && i < count; i++)
        {
            isRead = long.TryParse(fields[i + 1], CultureInfo.InvariantCulture, out numbers[i]);
        }

        return isRead;
    }
}
