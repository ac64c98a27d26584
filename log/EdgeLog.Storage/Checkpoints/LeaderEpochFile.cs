using System.Globalization;
using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The file <c>leader-epoch-checkpoint</c> in a partition's folder, in Kafka's format: version, count, epochs.
/// </summary>
internal static class LeaderEpochFile
{
    public static string PathIn(string directory) => Path.Combine(directory, "leader-epoch-checkpoint");

    public static byte[] Encode(LeaderEpochs epochs)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"0\n{epochs.Starts.Length}\n");
        foreach (LeaderEpochStart start in epochs.Starts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{start.Epoch.Value} {start.StartOffset}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>
    /// Reads the history, if it is the one of which a checkpoint noted <paramref name="crc"/>, or that one and one
    /// epoch more, saved by a checkpoint that was cut short; null where it is missing or another.
    /// </summary>
    public static LeaderEpochs? Read(string directory, uint crc)
    {
        if (ChecksummedText.ReadUnchecked(PathIn(directory)) is not { Length: >= 2 } lines)
        {
            return null;
        }

        var starts = new List<LeaderEpochStart>();
        foreach (string line in lines.Skip(2))
        {
            string[] fields = line.Split(' ');
            if (fields.Length != 2
                || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
                || !long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long offset))
            {
                return null;
            }

            starts.Add(new LeaderEpochStart(new LeaderEpoch(epoch), offset));
        }

        if (crc == 0)
        {
            // A directory of format 1, which noted none.
            return new LeaderEpochs(starts);
        }

        for (int less = 0; less <= 1 && less <= starts.Count; less++)
        {
            var epochs = new LeaderEpochs(starts.SkipLast(less));
            if (Crc32C.Compute(Encode(epochs)) == crc)
            {
                return epochs;
            }
        }

        return null;
    }
}
