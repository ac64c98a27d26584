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
    /// Reads the history; empty where the file is missing or not readable: it is derived from the batches.
    /// </summary>
    public static LeaderEpochs Read(string directory)
    {
        string path = PathIn(directory);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        var starts = new List<LeaderEpochStart>();
        foreach (string line in lines.Skip(2))
        {
            string[] fields = line.Split(' ');
            if (fields.Length != 2
                || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
                || !long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long offset))
            {
                return new LeaderEpochs([]);
            }

            starts.Add(new LeaderEpochStart(new LeaderEpoch(epoch), offset));
        }

        return new LeaderEpochs(starts);
    }
}
