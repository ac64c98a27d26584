using System.Globalization;

namespace EdgeLog.Gateway.Tests.EndToEnd;

/// <summary>What the devices know: which of their messages were acknowledged, and which they sent again.</summary>
internal sealed class AuditTrail(string path)
{
    /// <summary>How many acknowledgements the file shows so far.</summary>
    public int AcknowledgedSoFar
    {
        get
        {
            using var file = new StreamReader(
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite));
            int count = 0;
            while (file.ReadLine() is { } line)
            {
                count += line.StartsWith('A') ? 1 : 0;
            }

            return count;
        }
    }

    public IReadOnlyCollection<(int Device, long Sequence)> Acknowledged() => Lines('A');

    public IReadOnlyCollection<(int Device, long Sequence)> SentAgain() => Lines('R');

    private HashSet<(int Device, long Sequence)> Lines(char what) =>
    [
        .. File.ReadLines(path).Select(line => line.Split(' '))
            .Where(fields => fields[0][0] == what)
            .Select(fields => (
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                long.Parse(fields[2], CultureInfo.InvariantCulture))),
    ];
}
