using System.Globalization;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Gateway.Tests.EndToEnd;

/// <summary>
/// What a topic holds of an audit's messages, per device in the order of the log: read by an independent client.
/// </summary>
internal sealed class Delivery
{
    private readonly Dictionary<int, List<long>> _byDevice = [];

    /// <summary>The sequence numbers that one device has there, in log order, repeats included.</summary>
    public IReadOnlyList<long> Of(int device) => _byDevice.GetValueOrDefault(device, []);

    /// <summary>How many messages are there that were there before.</summary>
    public int Repeats => _byDevice.Values.Sum(sequences => sequences.Count - sequences.Distinct().Count());

    /// <summary>Reads a whole topic with kcat; partitions are read one after the other, so that order shows.</summary>
    public static async Task<Delivery> ReadAsync(string bootstrap, string topic, int partitions)
    {
        var delivery = new Delivery();
        for (int partition = 0; partition < partitions; partition++)
        {
            ProgramResult read = (await RunningProgram.RunAsync(
                "", "kcat", "-b", bootstrap, "-C", "-t", topic, "-p", $"{partition}", "-o", "beginning", "-e", "-q",
                "-f", "%s\n")).Succeeded();
            foreach (string line in read.Lines)
            {
                string[] fields = line.Split(' ');
                delivery.Add(
                    int.Parse(fields[0], CultureInfo.InvariantCulture),
                    long.Parse(fields[1], CultureInfo.InvariantCulture));
            }
        }

        return delivery;
    }

    /// <summary>Whether a device's messages, each where it first stands, are in the order of sending.</summary>
    public bool IsInOrderWithoutRepeats(int device)
    {
        var seen = new HashSet<long>();
        long last = -1;
        foreach (long sequence in Of(device).Where(seen.Add))
        {
            if (sequence < last)
            {
                return false;
            }

            last = sequence;
        }

        return true;
    }

    /// <summary>The messages of a device that are there more often than once.</summary>
    public IEnumerable<long> RepeatedOf(int device) =>
        Of(device).GroupBy(sequence => sequence).Where(group => group.Count() > 1).Select(group => group.Key);

    private void Add(int device, long sequence)
    {
        if (!_byDevice.TryGetValue(device, out List<long>? sequences))
        {
            _byDevice[device] = sequences = [];
        }

        sequences.Add(sequence);
    }
}
